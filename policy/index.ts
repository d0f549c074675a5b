import { PolicyPack } from "@pulumi/policy";
import { llsPolicies } from "./pack";

new PolicyPack("nvcf-lls", { policies: llsPolicies() });
