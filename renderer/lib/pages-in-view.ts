/** Numbers of the pages that hold the rows from `first` to `last`, in order. */
export function pagesInView(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(first / pageSize);
  const to = Math.floor(Math.max(first, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
