title = Bazgasht is running
text = The service of { $shop } is up. This page is for those who run it, not for customers.
docs = API guide
chat = Chat page
missing-title = There is no page here
missing = A part of the address may have been lost in copying.
