import { describeLayout, TabWriter } from "../printers/tab-writer.ts";

/** The text of `kubectl describe` as it is being written: lines of labels and values, in levels, with columns at the tabs. */
export class Description {
  #text = "";

  /** Text as it is, indented by two spaces for each level. A tab ends a cell; the caller ends the line. */
  write(text: string, level = 0): this {
    this.#text += "  ".repeat(level) + text;
    return this;
  }

  /** One line of text. */
  line(text: string, level = 0): this {
    return this.write(`${text}\n`, level);
  }

  /** `Label:  value`. */
  field(label: string, value: string | number | boolean, level = 0): this {
    return this.write(`${label}:\t${value}\n`, level);
  }

  /** A field that is left out when there is no value. */
  optional(label: string, value: string | number | boolean | undefined, level = 0): this {
    return value === undefined || value === "" ? this : this.field(label, value, level);
  }

  /** A line of cells in columns. */
  row(cells: readonly (string | number | boolean)[], level = 0): this {
    return this.write(`${cells.join("\t")}\n`, level);
  }

  /** Column titles, underlined; a title may carry spaces behind it that are not underlined. */
  titles(titles: readonly string[], level = 1): this {
    return this.row(titles, level).row(titles.map((title) => "-".repeat(title.length)), level);
  }

  /** The text with its tabs as they were written. */
  toRawText(): string {
    return this.#text;
  }

  /** The text with its columns aligned; escape sequences that a terminal would obey are made visible. */
  toString(): string {
    let aligned = "";
    const writer = new TabWriter((text) => void (aligned += text), describeLayout);
    writer.write(this.#text.replaceAll("\u001b", "^[").replaceAll("\r", "\\r"));
    writer.flush();
    return aligned;
  }
}
