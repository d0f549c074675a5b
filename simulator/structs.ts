import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireValue } from "./wire";

/** Properties of a message; none if it has none. */
export function valuesOf(struct: Struct | undefined): Record<string, WireValue> {
  return struct?.toJavaScript() ?? {};
}

/** Properties for a message: a property that is undefined is left out, as JSON does. */
export function structOf(values: Record<string, WireValue>): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, any>);
}
