/** A task by its place in the plan, which no other has: `start[0]`. */
export function taskPlace({ stage, index }: { readonly stage: string; readonly index: number }): string {
  return `${stage}[${String(index)}]`;
}

/** The author's name for it behind its place, or the place alone where it has none: `start[0] load`. */
export function placeAndName(task: { readonly stage: string; readonly index: number; readonly label: string }): string {
  const place = taskPlace(task);
  return task.label === place ? place : `${place} ${task.label}`;
}
