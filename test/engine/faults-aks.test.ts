import { written } from "./engine-stack";
import { testFaults } from "./faults";

const imageRegistry = "registry.example.com/nvcf";
const credentials = (registryPassword: string) => ({ registryUsername: "lls", registryPassword });
const aks = written("aks-pools", "aks");

testFaults(
  "aks-pools",
  { config: { imageRegistry }, secrets: credentials("first-password") },
  {
    // Rules get another name, and the Service another port for probes: all of them are deleted first.
    config: {
      imageRegistry,
      aks: { ...aks, ruleName: "allow-media", healthCheckNodePort: 32001 },
      port: 443,
      tags: { team: "streaming" },
    },
    secrets: credentials("second-password"),
  },
);
