export interface Column {
  name: string
  title: string
  /** Numbers and moments stand at the right end. */
  end?: boolean
  /** Never hidden by choice. */
  always?: boolean
  /** The head is a button that asks for this order. */
  sortable?: boolean
}

/** By the name of the column: how its cell looks. */
export type Cells<Row> = Record<string, ((scope: { row: Row }) => unknown) | undefined>
