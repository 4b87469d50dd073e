import { unixIdErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext, Sysctl } from "../generated/core/v1.ts";
import { validateLocalDescendingPath } from "./path-validation.ts";
import { validateWindowsOptions } from "./windows-validation.ts";

const profileTypes = ["Localhost", "RuntimeDefault", "Unconfined"] as const;

/** The rules for what a container may do to its machine. */
export function validateSecurityContext(context: SecurityContext, errors: FieldErrors, hostUsers: boolean): void {
  validateId("runAsUser", context.runAsUser, errors);
  validateId("runAsGroup", context.runAsGroup, errors);
  validateProcMount(context.procMount, errors, hostUsers);
  errors.at("seccompProfile", context.seccompProfile, validateSeccompProfile);
  validateEscalation(context, errors);
  errors.at("windowsOptions", context.windowsOptions, validateWindowsOptions);
  errors.at("appArmorProfile", context.appArmorProfile, validateAppArmorProfile);
}

/** The rules for what holds for all containers of a pod. */
export function validatePodSecurityContext(context: PodSecurityContext, errors: FieldErrors, spec: PodSpec): void {
  validateId("fsGroup", context.fsGroup, errors);
  validateId("runAsUser", context.runAsUser, errors);
  validateId("runAsGroup", context.runAsGroup, errors);
  errors.each("supplementalGroups", context.supplementalGroups, (group) => errors.check("", group, unixIdErrors(group)));
  if (spec.hostPID === true && spec.shareProcessNamespace === true) {
    errors.invalid("shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
  }
  if (context.sysctls !== undefined) validateSysctls(context.sysctls, errors, spec);
  if (context.fsGroupChangePolicy !== undefined) errors.oneOf("fsGroupChangePolicy", context.fsGroupChangePolicy, ["Always", "OnRootMismatch"]);
  errors.at("seccompProfile", context.seccompProfile, validateSeccompProfile);
  errors.at("windowsOptions", context.windowsOptions, validateWindowsOptions);
  errors.at("appArmorProfile", context.appArmorProfile, validateAppArmorProfile);
  if (context.supplementalGroupsPolicy !== undefined) errors.oneOf("supplementalGroupsPolicy", context.supplementalGroupsPolicy, ["Merge", "Strict"]);
  if (context.seLinuxChangePolicy !== undefined) errors.oneOf("seLinuxChangePolicy", context.seLinuxChangePolicy, ["MountOption", "Recursive"]);
}

function validateId(field: string, id: number | undefined, errors: FieldErrors): void {
  if (id !== undefined) errors.check(field, id, unixIdErrors(id));
}

function validateProcMount(mount: string | undefined, errors: FieldErrors, hostUsers: boolean): void {
  if (mount === undefined) return;
  errors.oneOf("procMount", mount, ["Default", "Unmasked"]);
  if (hostUsers && mount === "Unmasked") errors.invalid("procMount", mount, "`hostUsers` must be false to use `Unmasked`");
}

function validateEscalation(context: SecurityContext, errors: FieldErrors): void {
  if (context.allowPrivilegeEscalation !== false) return;
  if (context.privileged === true) errors.invalid("", context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
  if (context.capabilities?.add?.includes("CAP_SYS_ADMIN") === true) {
    errors.invalid("", context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
  }
}

function validateSeccompProfile(profile: SeccompProfile, errors: FieldErrors): void {
  const { type, localhostProfile } = profile;
  if (isUnset(type)) errors.required("type", "type is required when seccompProfile is set");
  else errors.oneOf("type", type, profileTypes);
  if (type !== "Localhost") {
    if (localhostProfile !== undefined) errors.invalid("localhostProfile", profile, "can only be set when seccomp type is Localhost");
  } else if (localhostProfile === undefined) errors.required("localhostProfile", "must be set when seccomp type is Localhost");
  else validateLocalDescendingPath("localhostProfile", localhostProfile, errors);
}

const longestPath = 4095;

function validateAppArmorProfile({ type, localhostProfile }: AppArmorProfile, errors: FieldErrors): void {
  if (isUnset(type)) return errors.required("type", "type is required when appArmorProfile is set");
  if (!profileTypes.includes(type)) return errors.notSupported("type", type, profileTypes);
  if (type !== "Localhost") {
    if (localhostProfile !== undefined) errors.invalid("localhostProfile", localhostProfile, "can only be set when AppArmor type is Localhost");
  } else if (localhostProfile === undefined || localhostProfile === "") errors.required("localhostProfile", "must be set when AppArmor type is Localhost");
  else if (localhostProfile.trim() !== localhostProfile) errors.invalid("localhostProfile", localhostProfile, "must not be padded with whitespace");
  else if (localhostProfile.length > longestPath) errors.tooLong("localhostProfile", longestPath);
}

const sysctlSegment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const sysctlFormat = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`;
const sysctlMatch = new RegExp(sysctlFormat);

function validateSysctls(sysctls: readonly Sysctl[], errors: FieldErrors, { hostNetwork, hostIPC }: PodSpec): void {
  const seen = new Set<string>();
  errors.each("sysctls", sysctls, ({ name = "" }: Partial<Sysctl>) => {
    if (name === "") errors.required("name");
    else if (name.length > 253 || !sysctlMatch.test(name)) errors.invalid("name", name, `must have at most 253 characters and match regex ${sysctlFormat}`);
    else if (seen.has(name)) errors.duplicate("name", name);
    const namespace = sysctlNamespace(name);
    if (hostNetwork === true && namespace === "net") errors.invalid("name", name, "may not be specified when 'hostNetwork' is true");
    if (hostIPC === true && namespace === "ipc") errors.invalid("name", name, "may not be specified when 'hostIPC' is true");
    seen.add(name);
  });
}

const ipcSettings = /^(kernel\.(sem|shm)|fs\.mqueue\.|kernel\.msg)/;

/** Which of the kernel's namespaces a setting belongs to. */
function sysctlNamespace(name: string): "ipc" | "net" | undefined {
  const dotted = name.replaceAll("/", ".");
  if (ipcSettings.test(dotted)) return "ipc";
  return dotted.startsWith("net.") ? "net" : undefined;
}
