// The least a program can do: registers given resources, so many times under other names, with one AWS provider and a Kubernetes provider each.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { classes } = require("./classes.cjs");

/** @param file JSON with resources as `lls plan --format json` prints them */
exports.bareProgram = (file, copies) => {
  const resources = JSON.parse(readFileSync(file, "utf8")).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  return async () => {
    const providers = {};
    for (let copy = 0; copy < copies; copy++) register(resources, copy, providers);
    return {};
  };
};

function register(resources, copy, providers) {
  const made = new Map();
  for (const { urn, type, name, parent, custom, inputs } of resources) {
    const package_ = type.startsWith("pulumi:providers:") ? undefined : type.split(":")[0];
    if (type === "pulumi:providers:aws" && providers.aws) continue;
    const unique = copy === 0 ? name : `${name}-${copy}`;
    const options = { parent: made.get(parent), ...(custom && package_ && { provider: providers[package_] }) };
    const resource = custom
      ? new classes[type](unique, inputs, options)
      : new pulumi.ComponentResource(type, unique, inputs, options);
    made.set(urn, resource);
    if (package_ === undefined) providers[type.slice("pulumi:providers:".length)] = resource;
  }
}
