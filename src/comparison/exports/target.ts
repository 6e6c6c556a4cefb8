export interface ExportTarget {
  readonly format: 'prometheus' | 'csv' | 'json';
  readonly file: string;
}
