import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { BadInput, type Problem } from "../components/bad-input";
import { parseAksFacts } from "../discovery/aks/facts-file";
import { parseEksFacts } from "../discovery/eks/facts-file";
import type { GivenInstallation } from "../graph/given-installation";
import { propertiesOfOtherCloud, readStackName, type ConfiguredInstallation, type ReadStackConfig } from "./read-stack";

/**
 * The installations that a configuration tells of, with the facts that it names.
 * @param folder of the project, where paths begin
 * @throws BadInput if a facts file cannot be read or is that of another cloud, or a property belongs to the other cloud
 */
export function givenInstallations({ installations = [] }: ReadStackConfig, folder: string): GivenInstallation[] {
  const problems = installations.flatMap(misplaced);
  if (problems.length > 0) throw new BadInput("Policy configuration", problems);
  return installations.map((installation, index) => {
    const { facts: path, ...rest } = installation;
    if (path === undefined) return rest;
    const text = textOf(path, resolve(folder, path), `${pathOf(index)}.facts`);
    return rest.cloud === "eks"
      ? { ...rest, facts: parseEksFacts(text, path) }
      : { ...rest, facts: parseAksFacts(text, path) };
  });
}

function misplaced(installation: ConfiguredInstallation, index: number): Problem[] {
  const { cloud } = installation;
  return propertiesOfOtherCloud[cloud]
    .filter((key) => key in installation)
    .map((key) => ({ path: `${pathOf(index)}.${key}`, reason: `is nothing that an installation on ${cloud} has` }));
}

function textOf(path: string, file: string, at: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? `there is no such file (${file})` : `${file} cannot be read (${code})`;
    throw new BadInput("Policy configuration", [{ path: at, value: path, reason }]);
  }
}

function pathOf(index: number): string {
  return `${readStackName}.installations[${index}]`;
}
