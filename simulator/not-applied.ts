/** An option of a resource that only an engine can apply. */
export interface NotApplied {
  /** URN of the resource; that of the stack for what is set for all resources. */
  urn: string;
  /** `transforms`, `invokeTransforms`, or `hooks.` and the hook: `hooks.beforeCreate`. */
  option: string;
}
