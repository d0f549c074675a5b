import type { PlanReport } from "../report";
import { formatJson } from "./json";
import { formatMarkdown } from "./markdown";
import { formatMermaid } from "./mermaid";
import { formatText, type TextStyle } from "./text";

/** Name of a format of `lls plan`. */
export type FormatName = "text" | "json" | "markdown" | "mermaid";

/** Prints a report; the style matters to text only. */
export type Format = (report: PlanReport, style: TextStyle) => string;

/** Every format. */
export const formats: Record<FormatName, Format> = {
  text: formatText,
  json: formatJson,
  markdown: formatMarkdown,
  mermaid: formatMermaid,
};

/** Names of the formats. */
export const formatNames = Object.keys(formats) as FormatName[];

export type { TextStyle };
