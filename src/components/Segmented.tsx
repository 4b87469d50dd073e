import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import "./segmented.css";

interface Props<Id extends string> {
  readonly options: readonly { readonly id: Id; readonly label: string; readonly icon?: ReactNode }[];
  readonly value: Id;
  readonly label: string;
  readonly onChange: (id: Id) => void;
}

/** One choice of a few, all visible. */
export function Segmented<Id extends string>({ options, value, label, onChange }: Props<Id>) {
  return (
    <ToggleGroup.Root type="single" className="segmented" value={value} aria-label={label} onValueChange={(id) => id !== "" && onChange(id as Id)}>
      {options.map(({ id, label: text, icon }) => (
        <ToggleGroup.Item key={id} value={id} className="segmented-item">
          {icon}
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
