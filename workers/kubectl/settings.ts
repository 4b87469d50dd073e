export interface KubectlSettings { namespace: string }
