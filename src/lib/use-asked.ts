import { useEffect, useEffectEvent, useState } from "react";

export interface Asked<T> {
  readonly value: T | undefined;
  readonly error: string | undefined;
}

/**
 * The answer to a question that is asked again whenever `version` changes, at most every half second. The
 * answer before stays until the next one has come; a late answer to an old question is dropped.
 */
export function useAsked<T>(subject: string, version: unknown, ask: () => Promise<T>): Asked<T> {
  const [answer, setAnswer] = useState<Asked<T> & { readonly subject: string }>({ subject, value: undefined, error: undefined });
  const question = useEffectEvent(ask);
  /** What is known already is only refreshed, which can wait. */
  const patience = useEffectEvent(() => (answer.subject === subject && answer.value !== undefined ? 500 : 0));
  useEffect(() => {
    let outdated = false;
    const keep = (value: T | undefined, error: string | undefined) => {
      if (!outdated) setAnswer({ subject, value, error });
    };
    const timer = setTimeout(
      () =>
        question().then(
          (value) => keep(value, undefined),
          (error: unknown) => keep(undefined, error instanceof Error ? error.message : String(error)),
        ),
      patience(),
    );
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [subject, version]);
  return answer.subject === subject ? answer : { value: undefined, error: undefined };
}
