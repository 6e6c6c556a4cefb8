/** A task by its place in the plan, which no other has: `start[0]`. */
export function taskPlace({ stage, index }: { readonly stage: string; readonly index: number }): string {
  return `${stage}[${String(index)}]`;
}
