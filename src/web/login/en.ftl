title = Staff login
intro = This link works once, for five minutes.
enter = Log in
in = Welcome, { $name }; you are { $role ->
    [manager] a manager
   *[support] support
} of this shop.
out = You are not logged in. Send /login to the bot for a new link.
gone = This link no longer works. Send /login to the bot once more.
dashboard = Open the dashboard
leave = Log out
