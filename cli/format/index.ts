import type { PlanReport } from "../report";
import { formatJson } from "./json";
import { formatMarkdown } from "./markdown";
import { formatMermaid } from "./mermaid";
import { formatText, type TextStyle } from "./text";

/** Every format of `lls plan`; the style matters to text only. */
export const formats = {
  text: formatText,
  json: formatJson,
  markdown: formatMarkdown,
  mermaid: formatMermaid,
} satisfies Record<string, (report: PlanReport, style: TextStyle) => string>;

/** Name of a format. */
export type FormatName = keyof typeof formats;

/** Names of the formats. */
export const formatNames = Object.keys(formats) as FormatName[];

export type { TextStyle };
