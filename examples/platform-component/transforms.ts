import type * as pulumi from "@pulumi/pulumi";

/**
 * What the organisation wants of every resource of AWS that takes tags, whoever made it. The engine runs this for each child. Without one, as in
 * a test with `testStack`, it is not applied, and the result says so.
 */
export const transforms: pulumi.ResourceTransform[] = [
  ({ type, props, opts }) =>
    type.startsWith("aws:") && props.tags !== undefined
      ? { props: { ...props, tags: { ...props.tags, "cost-center": "streaming" } }, opts }
      : undefined,
];
