/** The text of a Jupyter notebook (nbformat 4) with these code cells. */
export const notebook = (...cells: string[]): string =>
  JSON.stringify({
    cells: cells.map((source) => ({ cell_type: 'code', source, metadata: {}, outputs: [] })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  })
