import { printable } from "./printable";

/** Colours a piece of text; its visible length stays the same. */
export type Paint = (text: string) => string;

/** A paragraph of a page. */
export interface Paragraph {
  text: string;
  /** Columns before the mark. Default 0. */
  indent?: number;
  /** Sign before the text; what is wrapped hangs under the text. */
  mark?: string;
  /** Colour of the mark. */
  markPaint?: Paint;
  /** Colour of the text. */
  textPaint?: Paint;
}

const plain: Paint = (text) => text;

/** Lines of text that are wrapped at a width. */
export class Page {
  private readonly lines: string[] = [];
  private readonly width: number;

  /** @param width in columns, at least 40: some terminals say 0. A single word that is longer stays whole, so that ids can be copied. */
  constructor(width: number) {
    this.width = Math.max(width, 40);
  }

  /** Adds a paragraph. */
  add({ text, indent = 0, mark = "", markPaint = plain, textPaint = plain }: Paragraph): void {
    const margin = " ".repeat(indent);
    const hang = mark === "" ? "" : " ".repeat(mark.length + 1);
    const [first = "", ...rest] = wrap(printable(text), this.width - indent - hang.length);
    this.lines.push(`${margin}${mark === "" ? "" : `${markPaint(mark)} `}${textPaint(first)}`);
    for (const line of rest) this.lines.push(`${margin}${hang}${textPaint(line)}`);
  }

  /** Adds a heading, after an empty line. */
  heading(text: string, paint: Paint): void {
    this.lines.push("");
    this.add({ text, textPaint: paint });
  }

  /** The page, with a newline at its end. */
  toString(): string {
    return `${this.lines.join("\n")}\n`;
  }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
