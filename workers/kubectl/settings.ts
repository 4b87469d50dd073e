/** What kubectl's configuration file remembers between commands. */
export interface KubectlSettings {
  /** Namespace of the current context. */
  namespace: string;
}
