import * as z from "zod";

const text = z.string().min(1, "must not be empty").optional();

/** The keys of Pulumi's azure-native provider that the provider of an installation takes over; every other one is refused. */
export const azureSchema = z.object({
  subscriptionId: text,
  tenantId: text,
  clientId: text,
  environment: z.enum(["public", "usgovernment", "china"]).optional(),
  location: text,
});

/** What the Azure keys say. */
export type AzureValues = z.output<typeof azureSchema>;
