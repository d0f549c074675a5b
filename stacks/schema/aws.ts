import * as z from "zod";
import { shaped, textMap } from "./values";

const accountIds = z.array(shaped(/^[0-9]{12}$/, "an account id of twelve digits, in quotes")).optional();
const name = z.string().min(1, "must not be empty").optional();

/** The keys of Pulumi's AWS provider that the provider of an installation takes over; every other one is refused. */
export const awsSchema = z.object({
  profile: name,
  region: name,
  assumeRoles: z
    .array(
      z.looseObject({
        roleArn: z.string(),
        sessionName: z.string().optional(),
        externalId: z.string().optional(),
        duration: z.string().optional(),
      }),
    )
    .optional(),
  allowedAccountIds: accountIds,
  forbiddenAccountIds: accountIds,
  defaultTags: z.strictObject({ tags: textMap(() => undefined).optional() }).optional(),
  ignoreTags: z
    .strictObject({ keys: z.array(z.string()).optional(), keyPrefixes: z.array(z.string()).optional() })
    .optional(),
});

/** What the AWS keys say. */
export type AwsValues = z.output<typeof awsSchema>;
