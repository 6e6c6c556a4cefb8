/** Which of two is measured as the so-manieth, from 0: A B, B A, A B ... so that a steady drift favours neither. */
export function abbaStep(place: number): { readonly side: 'A' | 'B'; readonly pair: number } {
  const pair = Math.floor(place / 2);
  const isFirst = place % 2 === 0;
  return { side: isFirst === (pair % 2 === 0) ? 'A' : 'B', pair: pair + 1 };
}
