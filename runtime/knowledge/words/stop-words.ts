/** Words that say nothing of what a text is about. */
const ENGLISH =
  'a about after all also am an and any are as at be because been before being both but by can could did do does doing ' +
  'done each even ever for from further get gets got had has have having he her here him his how i if in into is it its ' +
  'itself just let me more most much my no nor not of off on once only or other our out over own please same say says she ' +
  'should so some such tell than that the their them then there these they this those through to too under until up us very ' +
  'was we were what when where whether which while who whom whose why will with would you your';
const THAI =
  'ที่ และ หรือ ของ ใน เป็น คือ มี ได้ ให้ จะ ก็ แต่ กับ จาก โดย ว่า นี้ นั้น ไหม มั้ย อะไร ทำไม เมื่อไหร่ เมื่อไร อย่างไร ยังไง ใคร ไหน ' +
  'ครับ ค่ะ คะ นะ ไป มา แล้ว อยู่ ซึ่ง เพราะ ถ้า เมื่อ ด้วย ต้อง ไม่ ทุก การ ความ หน่อย บ้าง ล่ะ ละ ตาม สิ ซิ จ้ะ จ๊ะ ฮะ';

export const STOP_WORDS: ReadonlySet<string> = new Set([...ENGLISH.split(' '), ...THAI.split(' ')]);
