import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import "./button.css";

type Look = "plain" | "quiet" | "primary" | "harm";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly small?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words in it. */
export function Button({ look = "plain", small = false, className = "", type = "button", ...rest }: Props) {
  return <button type={type} className={`button button-${look} ${small ? "button-small" : ""} ${className}`} {...rest} />;
}

interface IconProps extends Omit<Props, "aria-label"> {
  /** Says what it does, since there are no words. */
  readonly label: string;
}

/** A button with an icon only; its name shows on hover and is read aloud. */
export function IconButton({ label, className = "", look = "quiet", ...rest }: IconProps) {
  return <Button look={look} aria-label={label} title={label} className={`button-icon ${className}`} {...rest} />;
}
