/** Name of the component in this project's program, and so the beginning of its resources' names. */
export const componentName = "lls";

/** Name of the AWS provider in this project's program. */
export const awsProviderName = "aws";
