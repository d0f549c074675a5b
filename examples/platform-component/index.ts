import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Streaming } from "./streaming";
import { transforms } from "./transforms";

const config = new pulumi.Config();

const streaming = new Streaming(
  "media",
  {
    cluster: "nvcf-dev",
    availabilityZone: "us-west-2a",
    factsFile: join(__dirname, "../../facts/dev.json"),
    kubeconfig: config.requireSecret("kubeconfig"),
    team: "games",
  },
  {
    protect: config.requireBoolean("protect"), // until a `pulumi up` with false, `pulumi destroy` refuses
    aliases: [{ name: "streaming" }], // its name until it was renamed: nothing is replaced
    transforms,
  },
);

export const { endpoint } = streaming;
