import * as ec2 from "@pulumi/aws/ec2";

// A program as Pulumi runs it: it makes its resources when it is loaded.
export const address = new ec2.Eip("address").publicIp;
