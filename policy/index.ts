import { PolicyPack } from "@pulumi/policy";

new PolicyPack("nvcf-lls", { policies: [] });
