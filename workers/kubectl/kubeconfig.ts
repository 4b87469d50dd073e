/** The one context that there is, as kubeadm's admin.conf names it. */
export const contextName = "kubernetes-admin@kubernetes";
export const clusterName = "kubernetes";
export const userName = "kubernetes-admin";
