/** What Macs of several systems print, in the shape in which they print it; names and numbers are made up. Test code. */

/** macOS 12, Intel laptop, on battery. */
export const MONTEREY_INTEL = {
  general: `System-wide power settings:
Currently in use:
 lidwake              1
 lowpowermode         0
 standbydelayhigh     86400
 standbydelaylow      10800
 standby              1
 proximitywake        0
 ttyskeepawake        1
 hibernatemode        3
 powernap             0
 gpuswitch            2
 hibernatefile        /var/vm/sleepimage
 highstandbythreshold 50
 displaysleep         2 (display sleep prevented by Google Chrome)
 womp                 0
 networkoversleep     0
 sleep                1 (sleep prevented by sharingd, coreaudiod)
 tcpkeepalive         1
 halfdim              1
 acwake               0
 lessbright           1
 disksleep            10
`,
  custom: `Battery Power:
 lidwake              1
 lowpowermode         0
 standby              1
 ttyskeepawake        1
 hibernatemode        3
 powernap             0
 displaysleep         2
 womp                 0
 sleep                1
 tcpkeepalive         1
 disksleep            10
AC Power:
 lidwake              1
 lowpowermode         0
 standby              1
 ttyskeepawake        1
 hibernatemode        3
 powernap             1
 displaysleep         10
 womp                 1
 sleep                10
 tcpkeepalive         1
 disksleep            10
`,
  assertions: `2022-03-04 21:40:10 +0700
Assertion status system-wide:
   BackgroundTask                 1
   ApplePushServiceTask           0
   UserIsActive                   1
   PreventUserIdleDisplaySleep    1
   PreventSystemSleep             0
   ExternalMedia                  0
   PreventUserIdleSystemSleep     1
   NetworkClientActive            0
Listed by owning process:
   pid 372(Google Chrome): [0x0000f7b800058d0c] 00:16:31 NoDisplaySleepAssertion named: "Playing video"
   pid 483(sharingd): [0x000000f9000182b6] 00:02:15 PreventUserIdleSystemSleep named: "Handoff"
   pid 158(coreaudiod): [0x000831dd0001a326] 00:19:45 PreventUserIdleSystemSleep named: "com.apple.audio.AppleHDAEngineOutput:1B,0,1,1:0.context.preventuseridlesleep"
	Created for PID: 12435.
   pid 205(hidd): [0x0000002e000980b1] 00:00:00 UserIsActive named: "com.apple.iohideventsystem.queue.tickle serviceID:100000686 name:AppleHSSpiHIDEve product:Apple Internal Keyboar eventType:3"
	Timeout will fire in 120 secs Action=TimeoutActionRelease
Kernel Assertions: 0x4=USB
   id=500  level=255 0x4=USB mod=04/03/2022, 21:01 description=com.apple.usb.externaldevice.14200000 owner=USB Receiver
Idle sleep preventers: IODisplayWrangler
`,
  batt: `Now drawing from 'Battery Power'
 -InternalBattery-0 (id=4522083)	64%; discharging; 3:12 remaining present: true
`,
} as const;

/** macOS 13, Apple silicon laptop, on its charger with the lid closed and no display: a night. */
export const VENTURA_SILICON = {
  log: `Time stamp                Domain          	Message                                                                	Duration  	Delay     
==========                ======          	=======                                                                	========  	=====     
UUID: 3F8B2A1C-9D44-4E0B-8A57-0C5F3E2D1B6A
2023-05-11 23:02:17 +0700 Assertions          	PID 483(sharingd) Created PreventUserIdleSystemSleep "Handoff" 00:00:00  id:0x0x100008f5a [System: PrevIdle DeclUser kDisp]	           	          
2023-05-11 23:04:41 +0700 Notification        	Display is turned off                                                  	           	          
2023-05-11 23:04:42 +0700 Sleep               	Entering Sleep state due to 'Clamshell Sleep':TCPKeepAlive=active Using AC (Charge:100%) 931 secs  
2023-05-11 23:20:13 +0700 DarkWake            	DarkWake from Deep Idle [CDNPB] : due to NUB.SPMI0.SW3 nub-spmi0.0x02 rtc/Maintenance Using AC (Charge:100%) 45 secs   
2023-05-11 23:20:14 +0700 WakeRequests        	[process=mDNSResponder request=Maintenance deltaSecs=6512 wakeAt=2023-05-12 01:08:46 info="upkeep wake"]  	           	          
2023-05-11 23:20:58 +0700 Sleep               	Entering Sleep state due to 'Maintenance Sleep':TCPKeepAlive=active Using AC (Charge:100%) 11940 secs
2023-05-12 02:39:58 +0700 HibernateStats      	hibmode=3 standbydelaylow=0 standbydelayhigh=0                         	           	0         
2023-05-12 02:39:59 +0700 DarkWake            	DarkWake from Deep Idle [CDN] : due to smc.sysState.Wake wifibt wlan/ Using AC (Charge:100%) 33 secs  
2023-05-12 02:40:32 +0700 Sleep               	Entering Sleep state due to 'Sleep Service Back to Sleep':TCPKeepAlive=active Using AC (Charge:100%) 14968 secs
2023-05-12 06:50:00 +0700 Wake                	DarkWake to FullWake from Deep Idle [CDNVA] : due to UserActivity Assertion Using AC (Charge:100%)           
2023-05-12 06:50:01 +0700 Assertions          	PID 154(hidd) Created UserIsActive "com.apple.iohideventsystem.queue.tickle" 00:00:00  id:0x0x900008316 [System: DeclUser kDisp]	           	          
2023-05-12 12:15:30 +0700 Sleep               	Entering Sleep state due to 'Software Sleep pid=1234':TCPKeepAlive=active Using Batt (Charge:87%) 600 secs
2023-05-12 12:25:30 +0700 Wake                	Wake from Deep Idle [CDNVA] : due to smc.70070000 lid SMC.OutboxNotEmpty/HID Activity Using BATT (Charge:86%)           
Total Sleep/Wakes since boot at 2023-05-01 08:00:10 +0700 :  boot 3F8B2A1C : 12
`,
  assertions: `2023-05-11 23:00:02 +0700
Assertion status system-wide:
   BackgroundTask                 0
   ApplePushServiceTask           0
   UserIsActive                   0
   PreventUserIdleDisplaySleep    0
   PreventSystemSleep             1
   ExternalMedia                  1
   PreventUserIdleSystemSleep     1
   NetworkClientActive            0
Listed by owning process:
   pid 366(caffeinate): [0x00000025000180ba] 03:16:41 PreventUserIdleSystemSleep named: "caffeinate command-line tool"
	Details: caffeinate asserting on behalf of Process ID 4711
	Localized=THE CAFFEINATE TOOL IS PREVENTING SLEEP.
   pid 901(caffeinate): [0x00000025000780bc] 00:10:00 PreventSystemSleep named: "caffeinate command-line tool"
	Details: caffeinate asserting on behalf of 'sh' (pid 900)
   pid 77(powerd): [0x0000000800088001] 99:59:58 ExternalMedia named: "com.apple.powermanagement.externalmediamounted"
   pid 1204(Google Chrome Helper (Renderer)): [0x0001aa] 00:00:05 NoDisplaySleepAssertion named: "Video "playing""
No kernel assertions.
`,
  ioreg: `+-o IOPMrootDomain  <class IOPMrootDomain, id 0x100000103, registered, matched, active, busy 0 (11 ms), retain 67>
    {
      "IOClass" = "IOPMrootDomain"
      "AppleClamshellCausesSleep" = Yes
      "AppleClamshellState" = No
      "SleepRequestedByPID" = 0
    }
`,
} as const;

/** macOS 14, Apple silicon mini that works day and night, and does not. */
export const SONOMA_MINI = {
  general: `System-wide power settings:
 SleepDisabled\t\t0
Currently in use:
 standby              0
 Sleep On Power Button 1
 womp                 1
 hibernatefile        /var/vm/sleepimage
 powernap             1
 networkoversleep     0
 disksleep            10
 sleep                10 (sleep prevented by sharingd, powerd, bluetoothd)
 ttyskeepawake        1
 displaysleep         10
 tcpkeepalive         1
 autorestart          0
`,
  custom: `AC Power:
 standby              0
 Sleep On Power Button 1
 womp                 1
 hibernatefile        /var/vm/sleepimage
 powernap             1
 networkoversleep     0
 disksleep            10
 sleep                10
 ttyskeepawake        1
 displaysleep         10
 tcpkeepalive         1
 autorestart          0
`,
  sched: `Repeating power events:
  wakepoweron at 6:00AM every day
  sleep at 11:30PM weekdays only
Scheduled power events:
 [0]  wake at 09/29/2026 15:45:00 by 'luka'
 [1]  wake at 09/25/26 17:00:00 by 'com.apple.alarm.user-visible-com.apple.donotdisturb.server.ScheduleLifetimeMonitor.timer' User visible: true
 [2]  wakeorpoweron at 12/31/2026 23:58:30 by 'pmset'
 [3]  shutdown at 01/02/2027 01:00:00
`,
} as const;

/** macOS 15, Apple silicon laptop with a display and a charger, lid closed; sleep switched off by somebody. */
export const SEQUOIA_DOCKED = {
  general: `System-wide power settings:
 SleepDisabled\t\t1
Currently in use:
 standby              1
 Sleep On Power Button 1
 hibernatefile        /var/vm/sleepimage
 powernap             1
 networkoversleep     0
 disksleep            0
 sleep                0
 hibernatemode        25
 ttyskeepawake        0
 displaysleep         0
 tcpkeepalive         1
 powermode            1
 womp                 1
`,
  ioreg: `      "AppleClamshellCausesSleep" = No
      "AppleClamshellState" = Yes
`,
} as const;
