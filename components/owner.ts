import * as pulumi from "@pulumi/pulumi";
import { ruleOwner, stackAnnotation } from "./lls";

/** Whose resource it is: `<project>/<stack>` of the program that runs. */
export function stackOwner(): string {
  return `${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** The mark of a Kubernetes object. */
export function stackAnnotations(): Record<string, string> {
  return { [stackAnnotation]: stackOwner() };
}

/** The mark of what takes a description on Azure, and why it is there. A network rule's has 140 characters at most. */
export function ownedDescription(why: string): string {
  return `${ruleOwner(stackOwner())} ${why}`.slice(0, 140);
}
