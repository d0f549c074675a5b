import type * as pulumi from "@pulumi/pulumi";

/**
 * What the organisation wants of every resource of AWS that takes tags, whoever made it. The engine runs this for each child; where there is
 * none, under the mocks of unit tests, Pulumi refuses transforms, and a test replaces this list.
 */
export const transforms: pulumi.ResourceTransform[] = [
  ({ type, props, opts }) =>
    type.startsWith("aws:") && props.tags !== undefined
      ? { props: { ...props, tags: { ...props.tags, "cost-center": "streaming" } }, opts }
      : undefined,
];
