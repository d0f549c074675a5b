import { simulatedType } from "../../simulator/cloud";
import { CloudError } from "../../simulator/cloud-error";
import { release } from "../../simulator/kubernetes/release";
import type { CloudOperation, Fault } from "../../simulator/engine/operation";

/**
 * The failures that every cloud has, by what is left of them.
 * - `throttled`, `forbidden`: too many calls, or no right to this one (HTTP 429 and 403); nothing is done
 * - `timedOut`: nobody has waited any longer, and nothing is done either
 * - `timedOutDone`: the same, but the cloud has done it, and the provider knows of what
 * - `unanswered`: the cloud has done it, and the answer with the id is lost
 */
export type CloudFailure = "throttled" | "forbidden" | "timedOut" | "timedOutDone" | "unanswered";

/** A failure of an operation, in the words of the cloud that it goes to, after the provider has tried as often as it does. */
export function cloudFault(failure: CloudFailure, operation: Pick<CloudOperation, "kind" | "type">): Fault {
  const done = failure === "timedOutDone" || failure === "unanswered";
  return {
    error: errorOf(done ? "timedOut" : failure, operation),
    ...(done && { applied: true }),
    ...(failure === "unanswered" && { unanswered: true }),
  };
}

type Refusal = Exclude<CloudFailure, "timedOutDone" | "unanswered">;

function errorOf(refusal: Refusal, { kind, type }: Pick<CloudOperation, "kind" | "type">): CloudError {
  const [action = kind] = simulatedType(type).permissions[kind];
  const [package_ = ""] = type.split(":");
  switch (package_) {
    case "aws":
      return action.startsWith("ec2:") ? ec2(refusal, action) : otherAws(refusal, action);
    case "azure-native":
      return azure(refusal, action);
    default:
      return kubernetes(refusal, kind, type);
  }
}

/** What the SDK says when no answer comes in time; it has tried several times then (aws-sdk-go-v2, aws/transport/http). */
const noAnswer = (action: string): CloudError =>
  new CloudError(
    "RequestTimeout",
    `operation error ${action}: exceeded maximum number of attempts, https response error StatusCode: 0, request send failed: net/http: request canceled (Client.Timeout exceeded while awaiting headers)`,
  );

/** EC2 API, "Error codes". */
function ec2(refusal: Refusal, action: string): CloudError {
  if (refusal === "throttled") return new CloudError("RequestLimitExceeded", "Request limit exceeded.");
  if (refusal === "timedOut") return noAnswer(action);
  return new CloudError(
    "UnauthorizedOperation",
    `You are not authorized to perform this operation. User: simulated is not authorized to perform: ${action}`,
  );
}

/** Elastic Load Balancing API and EC2 Auto Scaling API, "Common errors". */
function otherAws(refusal: Refusal, action: string): CloudError {
  if (refusal === "throttled") return new CloudError("Throttling", "Rate exceeded");
  if (refusal === "timedOut") return noAnswer(action);
  return new CloudError("AccessDenied", `User: simulated is not authorized to perform: ${action}`);
}

/** Azure Resource Manager, "Request limits and throttling" and "Troubleshoot common Azure deployment errors". */
function azure(refusal: Refusal, action: string): CloudError {
  const [provider = ""] = action.split("/");
  switch (refusal) {
    case "throttled":
      return new CloudError("TooManyRequests", "429: The request is being throttled. Please try after some time.");
    case "timedOut":
      return new CloudError(
        "GatewayTimeout",
        `The gateway did not receive a response from '${provider}' within the specified time period.`,
      );
    case "forbidden":
      return new CloudError(
        "AuthorizationFailed",
        `The client 'simulated' does not have authorization to perform action '${action}', or the scope is invalid.`,
      );
  }
}

/** Kubernetes, apimachinery, `metav1.StatusReason` with the texts of `api/errors`; Helm, of a release that does not become ready. */
function kubernetes(refusal: Refusal, kind: CloudOperation["kind"], type: string): CloudError {
  const resource = `${type.slice(type.lastIndexOf(":") + 1).toLowerCase()}s`;
  switch (refusal) {
    case "throttled":
      return new CloudError(
        "TooManyRequests",
        "the server has received too many requests and has asked us to try again later",
      );
    case "timedOut":
      return type === release.type
        ? new CloudError("Timeout", "failed to become available within allocated timeout: context deadline exceeded")
        : new CloudError("Timeout", "request did not complete within requested timeout");
    case "forbidden":
      return new CloudError("Forbidden", `${resource} is forbidden: User "simulated" cannot ${kind} resource`);
  }
}
