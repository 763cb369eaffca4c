/** What kind of answer a question asks for: a time, a number, a place, a reason. */

/** @returns what an answer to such a question has in it; undefined where it can be anything */
export function expectationOf(question: string): RegExp | undefined {
  if (/\bwhen\b|\bwhat time\b|\bhow often\b|เมื่อไหร่|เมื่อไร|กี่โมง|วันไหน|บ่อยแค่ไหน/i.test(question))
    return /\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bevery\b|\b(?:daily|nightly|weekly|hourly|monthly)\b|ทุก|โมง|นาฬิกา|วัน/i;
  if (/\bhow (?:many|much|long|big|large|fast)\b|เท่าไหร่|เท่าไร|กี่/i.test(question)) return /\d/;
  if (/\bwhere\b|ที่ไหน/i.test(question)) return /[/~]\w|\b(?:in|at|on|under|below)\b|ที่|ใน/i;
  if (/\bwhy\b|ทำไม|เพราะอะไร/i.test(question))
    return /\b(?:because|since|so that|due to|therefore|caused?)\b|เพราะ|เนื่องจาก/i;
  return undefined;
}
