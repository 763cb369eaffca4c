/** For tests: notes as a person keeps them, and questions with the words that answer them; null where nothing does. */
export const CORPUS: readonly { readonly path: string; readonly text: string }[] = [
  {
    path: '/notes/backup.md',
    text: `# Backup of the photo library

The photo library is copied to the external volume hd2 with rsync. The copy starts every night at 03:00.

## Retention

Old copies are kept for thirty days, because the disk has only two terabytes. After that they are removed by the cleanup task.

## Trouble

If the disk sleeps, the copy ends with exit code 23. Wake it with a read of any file, then run it again.
`,
  },
  {
    path: '/notes/nas.md',
    text: `# NAS in the cellar

The NAS has the address 192.168.1.40 and answers on port 5001. Its fan is cleaned twice a year, in April and October.

The volume lukadata is mounted over SMB. When the mount hangs, restart smbd before anything else.
`,
  },
  {
    path: '/notes/meeting-2026-03-04.md',
    text: `# Meeting of 4 March 2026

Anan, Ploy and Mark were there.

- Decision: the migration of the customer database is moved to May, since the provider raises its prices in June.
- Ploy writes the rollback plan until Friday.
- The budget of the project is 48,000 baht.
`,
  },
  {
    path: '/notes/lessons/knowledge-sync.md',
    text: `# Lesson: knowledge sync froze the terminal

The first sync froze the terminal for 120 seconds, because it read every file synchronously. Asynchronous I/O and atomic writes made it 0.24 seconds.

We learned to measure before and after each change.
`,
  },
  {
    path: '/notes/lessons/exit-78.md',
    text: `# Lesson: exit code 78 of LaunchAgents

Exit code 78 means that launchd could not use the configuration of the job. In our case the working directory did not exist. Create the folder, then bootstrap the agent again.
`,
  },
  {
    path: '/notes/coffee.md',
    text: `# Coffee machine

Descale the machine every two months with citric acid. The grinder is set to 7 for espresso and to 15 for filter coffee.

The beans come from the shop at Ari station.
`,
  },
  {
    path: '/notes/travel.md',
    text: `# Trip to Chiang Mai

The train leaves Krung Thep Aphiwat at 18:40 and arrives at 07:15. The hotel is booked for three nights under the name of Ploy.
`,
  },
  {
    path: '/notes/router.md',
    text: `# Router

The guest network is called luka-guest. Its password is changed on the first day of each month.

The router reboots every Sunday at 04:30.
`,
  },
  {
    path: '/notes/thai/email.md',
    text: `# สำรองอีเมล

งานสำรองอีเมลทำงานทุกวันจันทร์เวลาหกโมงเช้า ผลลัพธ์เก็บไว้ในโฟลเดอร์ mail-archive บนดิสก์ภายนอก

ถ้ารหัสผ่านหมดอายุ ให้สร้างรหัสผ่านสำหรับแอปใหม่ในหน้าบัญชี
`,
  },
  {
    path: '/notes/thai/air.md',
    text: `# แอร์ห้องทำงาน

ล้างแอร์ทุกหกเดือน ช่างคือคุณสมชาย โทร 081-234-5678

ตั้งอุณหภูมิไว้ที่ 26 องศาเพื่อประหยัดไฟ
`,
  },
  {
    path: '/notes/thai/mixed.md',
    text: `# โปรเจกต์ dashboard

ทีมตกลงใช้ React กับ zustand สำหรับหน้า dashboard เพราะทีมถนัดอยู่แล้ว กำหนดส่งงานคือวันที่ 15 มิถุนายน
`,
  },
  {
    path: '/notes/garden.md',
    text: `# Garden

Water the basil in the morning and the mint in the evening. The lemon tree gets fertilizer in the rainy season.
`,
  },
];

export const QUESTIONS: readonly (readonly [string, RegExp | null])[] = [
  ['When does the copy of the photo library start?', /every night at 03:00/],
  ['How long are old copies kept?', /thirty days/],
  ['Why are old copies kept for only thirty days?', /two terabytes/],
  ['What does exit code 23 of the copy mean?', /disk sleeps/],
  ['What is the address of the NAS?', /192\.168\.1\.40/],
  ['how often is the fan of the nas cleaned', /twice a year/],
  ['what do I do when the mount of lukadata hangs?', /restart smbd/],
  ['Why was the migration of the customer database moved?', /raises its prices/],
  ['Who writes the rollback plan?', /Ploy writes/],
  ['What is the budget of the project?', /48,000 baht/],
  ['Why did the first sync freeze the terminal?', /synchronously/],
  ['How fast was the sync after atomic writes?', /0\.24 seconds/],
  ['what does exit code 78 mean', /could not use the configuration/],
  ['How is the grinder set for espresso?', /set to 7/],
  ['How often do I descale the coffee machine?', /two months/],
  ['Where do the beans come from?', /Ari station/],
  ['When does the train to Chiang Mai leave?', /18:40/],
  ['What is the guest network called?', /luka-guest/],
  ['when does the router reboot', /Sunday at 04:30/],
  ['When do I water the mint?', /mint in the evening/],
  ['สำรองอีเมลทำงานวันไหน', /วันจันทร์/],
  ['ผลลัพธ์ของงานสำรองอีเมลเก็บไว้ที่ไหน', /mail-archive/],
  ['ล้างแอร์บ่อยแค่ไหน', /ทุกหกเดือน/],
  ['เบอร์โทรช่างแอร์', /081-234-5678/],
  ['ตั้งอุณหภูมิแอร์กี่องศา', /26/],
  ['กำหนดส่งงานโปรเจกต์ dashboard', /15 มิถุนายน/],
  ['dashboard ใช้ React เพราะอะไร', /ถนัด/],
  ['What is the adress of the NAS?', /192\.168\.1\.40/],
  ['when does the ruoter reboot', /Sunday at 04:30/],
  ['What is the capital of Mongolia?', null],
  ['Who won the world cup in 2018?', null],
  ['How do I renew my passport?', null],
  ['What is the password of the bank account?', null],
  ['When is the dentist appointment?', null],
  ['How much does the electric car cost?', null],
  ['What did Somsak say about the merger?', null],
  ['สูตรแกงเขียวหวานใส่อะไรบ้าง', null],
  ['ราคาทองวันนี้เท่าไหร่', null],
  ['Which vaccine does the dog need?', null],
];
