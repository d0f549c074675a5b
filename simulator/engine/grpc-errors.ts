import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { structOf } from "../structs";
import type { WireValue } from "../wire";

/** An error that says more to the engine than its message. */
class DetailedError extends Error {
  readonly metadata: Metadata;

  constructor(message: string, metadata: Metadata) {
    super(message);
    this.metadata = metadata;
  }
}

/** The answer of a provider whose work has failed. */
export function answerOf(error: unknown): Partial<ServiceError> {
  const { message } = error as Error;
  const metadata = error instanceof DetailedError ? error.metadata : undefined;
  return { code: status.UNKNOWN, details: message, message, ...(metadata && { metadata }) };
}

/**
 * As providers say that a resource exists but is not ready: the engine keeps it in the state (pulumi: provider.proto, ErrorResourceInitFailed).
 * @param inputs for the state, secrets marked
 * @param outputs likewise
 */
export function initFailed(
  error: Error,
  id: string,
  inputs: Record<string, WireValue>,
  outputs: Record<string, WireValue>,
): Error {
  const failed = new proto.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(structOf(outputs))
    .setInputs(structOf(inputs))
    .setReasonsList([error.message]);
  const details = new Any();
  details.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status().setCode(status.UNKNOWN).setMessage(error.message);
  // It answers with what was added.
  answer.addDetails(details);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return new DetailedError(error.message, metadata);
}
