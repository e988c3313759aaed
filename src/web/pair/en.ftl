title = Connect WhatsApp
code = The code to scan
step-1 = On the shop's phone, open WhatsApp.
step-2 = Tap Linked devices, then Link a device.
step-3 = Point the camera at this code.
advice = Better a second number of the shop than a personal one: WhatsApp may ban a number that a program writes from.
on = WhatsApp is connected: +{ $number }
connecting = Connecting…
off = WhatsApp does not run in this process.
missing = The package that WhatsApp needs is not installed: npm install --include=optional
stopped = WhatsApp is stopped: { $why }
