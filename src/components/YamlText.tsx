import { memo } from "react";
import { yamlTokens } from "../lib/yaml-tokens.ts";
import "./yaml-text.css";

/** YAML in colours, to read and to select. */
export const YamlText = memo(function YamlText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <pre className="yaml-text" tabIndex={0} role="region" aria-label={label}>
      {text.split("\n").map((line, index) => (
        // Lines of a text have no other name than their number.
        <Line key={`${index}:${line}`} line={line} />
      ))}
    </pre>
  );
});

const Line = memo(function Line({ line }: { readonly line: string }) {
  return (
    <code className="yaml-line">
      {yamlTokens(line).map(({ kind, text }, index) => (
        <span key={`${index}:${kind}`} className={`yaml-${kind}`}>
          {text}
        </span>
      ))}
      {"\n"}
    </code>
  );
});
