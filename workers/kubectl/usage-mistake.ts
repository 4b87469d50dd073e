import { KubectlError } from "./kubectl-error.ts";

/** Words or flags that do not go together; the way to the command's help is told with it. */
export const usageMistake = (command: string, message: string) => new KubectlError(`${message}\nSee 'kubectl ${command} -h' for help and examples`);
