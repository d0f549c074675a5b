import * as z from "zod";
import { contractVersion } from "../components/contract/contract";
import { contractSchemas } from "../components/contract/schema";

/** JSON Schema (2020-12) of the outputs that an installation gives. Further ones may come, so that a reader must not refuse unknown ones. */
export function contractJsonSchema(): object {
  const { eks, aks } = contractSchemas(z);
  const contract = z
    .discriminatedUnion("cloud", [eks, aks])
    .describe(
      "What an installation of nvcf-lls tells other stacks: outputs of its stack, or one output that holds them",
    );
  return {
    title: `Contract of an installation, version ${contractVersion}`,
    ...z.toJSONSchema(contract, { io: "input", target: "draft-2020-12" }),
  };
}
