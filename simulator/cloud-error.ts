/** What the simulated cloud answers to an operation that the real one would refuse. */
export class CloudError extends Error {
  /** Error code of the service's API, for example `DependencyViolation`. */
  readonly code: string;

  /**
   * @param code error code of the service's API
   * @param reason what is wrong and what to do
   */
  constructor(code: string, reason: string) {
    super(`${code}: ${reason}`);
    this.name = "CloudError";
    this.code = code;
  }
}

/** A program asks for a cloud that is not simulated in this run. */
export class NoSuchCloud extends Error {
  /** @param simulated what there is instead: `eks` or `aks` */
  constructor(wanted: "AWS" | "Azure", simulated: string) {
    super(`there is no ${wanted} here: the simulated cluster is on ${simulated}`);
    this.name = "NoSuchCloud";
  }
}
