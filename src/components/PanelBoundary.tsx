import { Component, Suspense, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./Button.tsx";
import { Empty } from "./Empty.tsx";

interface Props {
  /** What the panel is called, for the message. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps one panel's trouble to itself: while it loads, and when it breaks, the others go on. */
export class PanelBoundary extends Component<Props, { readonly broken: string | undefined }> {
  override state: { readonly broken: string | undefined } = { broken: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    console.error(`The panel "${this.props.name}" broke`, error, componentStack);
  }

  override render() {
    if (this.state.broken === undefined) return <Suspense fallback={<Empty title={`Loading ${this.props.name}…`} />}>{this.props.children}</Suspense>;
    return (
      <Empty title={`${this.props.name} broke`}>
        {this.state.broken} <Button small onClick={() => this.setState({ broken: undefined })}>Try again</Button>
      </Empty>
    );
  }
}
