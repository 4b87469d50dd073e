import { dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { byteLength } from "../object-meta-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Container, PodSpec, WindowsSecurityContextOptions } from "../generated/core/v1.ts";

const longestSpec = 64 * 1024;

/** The rules for options that only Windows knows. */
export function validateWindowsOptions(options: WindowsSecurityContextOptions, errors: FieldErrors): void {
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined) errors.check("gmsaCredentialSpecName", gmsaCredentialSpecName, dns1123SubdomainErrors(gmsaCredentialSpecName));
  if (gmsaCredentialSpec === "") errors.invalid("gmsaCredentialSpec", "", "gmsaCredentialSpec cannot be an empty string");
  if (byteLength(gmsaCredentialSpec ?? "") > longestSpec) errors.invalid("gmsaCredentialSpec", gmsaCredentialSpec, "gmsaCredentialSpec size must be under 64 KiB");
  if (runAsUserName !== undefined) for (const message of userNameErrors(runAsUserName)) errors.invalid("runAsUserName", runAsUserName, message);
}

const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsLabel = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const dnsDomain = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`);

function userNameErrors(name: string): readonly string[] {
  if (name === "") return ["runAsUserName cannot be an empty string"];
  if (/\p{Cc}/u.test(name)) return ["runAsUserName cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  return [...(parts.length === 2 ? domainErrors(parts[0] ?? "") : []), ...userErrors(parts.at(-1) ?? "")];
}

function domainErrors(domain: string): readonly string[] {
  return [
    ...(domain.length >= 256 ? ["runAsUserName's Domain length must be under 256 characters"] : []),
    ...(netBios.test(domain) || dnsDomain.test(domain) ? [] : ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"]),
  ];
}

function userErrors(user: string): readonly string[] {
  return [
    ...(user === "" ? ["runAsUserName's User cannot be empty"] : []),
    ...(user.length > 104 ? ["runAsUserName's User length must not be longer than 104 characters"] : []),
    ...(/^[. ]+$/.test(user) ? ["runAsUserName's User cannot contain only periods or spaces"] : []),
    ...(/["/\\:;|=,+*?<>@[\]]/.test(user) ? [`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`] : []),
  ];
}

/** Either all containers of a pod are processes of the Windows host, or none is. */
export function validateHostProcesses(spec: PodSpec, errors: FieldErrors): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers: readonly Container[] = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const own = (container: Container) => container.securityContext?.windowsOptions?.hostProcess;
  if (ofPod === undefined && containers.every((container) => own(container) === undefined)) return;

  const differs = (container: Container) => {
    const value = own(container);
    if (ofPod === undefined || value === undefined || value === ofPod) return;
    const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
    errors.invalid("securityContext.windowsOptions.hostProcess", value, detail);
  };
  errors.each("initContainers", spec.initContainers, differs);
  errors.each("containers", spec.containers, differs);
  const count = containers.filter((container) => own(container) ?? ofPod === true).length;
  if (count === 0) return;
  if (count !== containers.length) errors.invalid("", "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
  if (spec.hostNetwork !== true) errors.invalid("hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
}

const linuxOnlyInPod = [
  "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup",
  "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
] as const;
const linuxOnlyInContainer = [
  "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation",
  "procMount", "runAsUser", "runAsGroup",
] as const;
const linuxOnlyNamespaces = ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"] as const;

/** A pod that names its operating system may use only what that system has. */
export function validateOperatingSystem(spec: PodSpec, errors: FieldErrors): void {
  const name = spec.os?.name;
  if (spec.os === undefined) return;
  if (name === undefined || name === "") return errors.required("os.name", "cannot be empty");
  if (name === "linux") validateForLinux(spec, errors);
  else if (name === "windows") validateForWindows(spec, errors);
  else errors.notSupported("os", name, ["linux", "windows"]);
}

function validateForLinux(spec: PodSpec, errors: FieldErrors): void {
  const check = ({ securityContext }: { readonly securityContext?: { readonly windowsOptions?: unknown } }) => {
    if (securityContext?.windowsOptions !== undefined) errors.forbidden("securityContext.windowsOptions", "windows options cannot be set for a linux pod");
  };
  check(spec);
  errors.each("initContainers", spec.initContainers, check);
  errors.each("containers", spec.containers, check);
}

function validateForWindows(spec: PodSpec, errors: FieldErrors): void {
  const refuse = (field: string) => errors.forbidden(field, "cannot be set for a windows pod");
  for (const field of linuxOnlyInPod) if (spec.securityContext?.[field] !== undefined) refuse(`securityContext.${field}`);
  for (const field of linuxOnlyNamespaces) if (spec[field] === true || (field.startsWith("hostU") && spec[field] !== undefined)) refuse(field);
  const check = ({ securityContext }: Container) => {
    for (const field of linuxOnlyInContainer) if (securityContext?.[field] !== undefined) refuse(`securityContext.${field}`);
  };
  errors.each("initContainers", spec.initContainers, check);
  errors.each("containers", spec.containers, check);
}
