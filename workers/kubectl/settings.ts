/** What kubectl's configuration file remembers between commands. */
export interface KubectlSettings {
  /** Namespace of the current context. */
  namespace: string;
  /** Where the API server is, as the kubeconfig says: https://172.18.0.2:6443. */
  readonly server?: string;
}
