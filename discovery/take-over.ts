import { componentName } from "./program-names";

/** A resource of others that a stack can take over. */
export interface TakenOver {
  /** `<project>/<stack>` */
  owner: string;
  /** Type token, id, and logical name in the program. */
  type: string;
  id: string;
  name: string;
  /** Type token of the component that it becomes a part of. */
  componentType: string;
  /** Type token and name of its provider. */
  provider: { type: string; name: string };
  /** Command that gives it the stack's mark: discovery tells by that whose it is, and knows no state. */
  markCommand: string;
  /** Config key and value with which the stack leaves it to others. */
  assume: string;
}

/** How to take a resource over, as a part of a sentence. Parent and provider have to be in the stack's state (Pulumi, `pulumi import`). */
export function takeOver(resource: TakenOver): string {
  const { owner, type, id, name, componentType, provider, markCommand, assume } = resource;
  const [project, stack] = owner.split("/");
  const urn = (of: string, called: string): string => `${called}=urn:pulumi:${stack}::${project}::${of}::${called}`;
  const importCommand = [
    `pulumi import ${type} ${name} ${id}`,
    `--parent ${urn(componentType, componentName)}`,
    // What stays protected could not be destroyed.
    `--provider ${urn(`pulumi:providers:${provider.type}`, provider.name)} --protect=false`,
  ].join(" ");
  return `take it over (${markCommand}; then, unless its mark alone was lost and the state has it, ${importCommand}; the first installation needs one \`pulumi up\` with ${assume} before)`;
}
