## خوش‌آمد و راهنما

joined =
    سلام { $name }. از این به بعد { $role ->
        [manager] مدیر
       *[support] همکار پشتیبانی
    } این فروشگاه هستید و همین‌جا خبر پرونده‌ها رو می‌گیرید.
help = این کارها از همین‌جا برمی‌آد:
help-answers = /answers جواب‌های مشتری‌ها، تازه‌ترین اول. فقط ناراضی‌ها: /answers bad
help-cases = /cases پرونده‌های باز
help-case = /case 217 یک پرونده
help-reply = /reply 217 متن: جواب به مشتری
help-close = /close 217 بستن پرونده
help-report = /report هفت روز گذشته
help-customer = /customer شماره‌ی موبایل یا شماره‌ی سفارش
help-why = /why شماره‌ی موبایل یا سفارش: چه پیامی رفت، می‌مونه یا نرفت، و چرا
help-staff = /staff همکارها
help-invite = /invite support یا /invite manager دعوت همکار تازه

## جواب‌ها

answers-title = جواب‌ها ({ $count }):
    .more = بعدی‌ها
answers-none = فعلاً جوابی نیست.
answer-line =
    • { $name } · { $question ->
        [arrived] رسید؟
        [satisfied] راضی بود؟
        [shipping] ارسال
        [change] چی عوض بشه؟
       *[free] حرف آزاد
    } { $value ->
        [yes] بله
        [not-yet] هنوز نه
        [great] عالی
        [good] خوب
        [ok] معمولی
        [bad] بد
        [very-bad] خیلی بد
        [fine] مشکلی نبود
        [late] دیر رسید
        [damaged] بسته آسیب دیده بود
        [other] چیز دیگه
        [nothing] چیزی نیست
       *[none] {""}
    } { $scored ->
        [yes] ({ $score } از ۵)
       *[no] {""}
    } { $worded ->
        [yes] «{ $words }»
       *[no] {""}
    } · سفارش { $order } · { $time }

## پرونده‌ها

cases-title = پرونده‌های باز ({ $count }):
    .one = پرونده‌ی { $case }
cases-none = هیچ پرونده‌ی بازی نیست 🌱
case-head =
    { $case } · { $name } · { $kind ->
        [complaint] شکایت
        [delivery] ارسال
        [cancel] لغو سفارش
        [safety] ایمنی
       *[question] سؤال
    } { $urgent ->
        [yes] · فوری
       *[no] {""}
    } · { $state ->
        [closed] بسته شده
        [replied] جواب گرفته
       *[waiting] تا { $time } منتظر جوابه
    }
case =
    سفارش { $order } · { $item }
    باز شد چون: { $reason }
    .reply = جواب می‌دم
    .close = بستن پرونده
case-entry =
    { $from ->
        [customer] مشتری
        [support] ما
       *[system] سیستم
    }: { $words }
case-unknown = پرونده‌ای با این شماره پیدا نکردم. مثلاً: /case 217
case-closed = پرونده‌ی { $case } بسته شده؛ چیزی فرستاده نشد.
case-closed-now = پرونده‌ی { $case } بسته شد. پیام‌هایی که منتظرش بودن، به‌وقتش می‌رن.
reply-write = جوابتون به مشتریِ پرونده‌ی { $case } رو بنویسید؛ عیناً براش می‌ره.
    .cancel = نمی‌فرستم
reply-sent = جوابتون برای مشتریِ پرونده‌ی { $case } رفت توی صف فرستادن.
reply-cancelled = باشه، چیزی نمی‌فرستم.

## مشتری

customer =
    { $name } · { $orders } سفارش، آخری { $newest }
    جواب‌ها: { $answers } · پرونده‌ی باز: { $cases }
    گفتگو در: { $chats }
    سؤال‌ها: { $questions ->
        [yes] اجازه داده
        [no] خاموش
       *[unasked] هنوز نگفته
    } · پیشنهادها: { $offers ->
        [yes] اجازه داده
        [no] خاموش
       *[unasked] هنوز نگفته
    }
customer-how = شماره‌ی موبایل یا شماره‌ی سفارش رو هم بنویسید، مثلاً: /customer 09121234567
customer-unknown = با این شماره کسی رو پیدا نکردم.
why-title = پیام‌های { $name }:
why-none = برای { $name } پیامی در برنامه نیست.
why-line =
    • { $time } · { $step } · { $state ->
        [planned] در برنامه
        [held] نگه داشته شده
        [sending] در حال فرستادن
        [sent] رفت
        [accepted] رفت
        [delivered] رسید
        [failed] نشد
        [dropped] نمی‌ره
       *[uncertain] معلوم نیست رسیده یا نه
    } { $reason ->
        [quiet-hours] (ساعت استراحت)
        [cap] (سقف پیام‌ها)
        [gap] (فاصله‌ی پیام‌ها)
        [survey-cool-down] (تازه ازش پرسیدیم)
        [support-busy] (پشتیبانی سرش شلوغه)
        [no-consent] (اجازه نداده)
        [no-address] (هنوز گفتگو رو باز نکرده)
        [unreachable] (ما رو بسته)
        [open-case] (پرونده‌ی باز داره)
        [not-arrived] (هنوز نرسیده)
        [paused] (متوقفه)
        [calm-day] (روز آرام)
        [too-late] (دیر شد)
        [stopped] (گفت نفرستید)
        [order-cancelled] (سفارش لغو شد)
        [bought-again] (دوباره خرید)
        [answered] (جواب داد)
        [delivered] (رسید)
        [nothing-related] (چیز مرتبطی نبود)
        [no-offer] (پیشنهادی نبود)
        [discarded] (کنار گذاشته شد)
        [held-out] (گروه مقایسه)
        [offer-over] (پیشنهاد تموم شد)
       *[none] {""}
    }

## گزارش

report =
    هفت روز گذشته (در پرانتز: هفت روز پیش از آن)
    پرسیدیم: { $asked } ({ $askedBefore }) · جواب گرفتیم: { $answered } ({ $answeredBefore })
    رضایت: { $csat } ({ $csatBefore })، یعنی { $satisfied } نفر از { $rated } نفری که نمره دادن گفتن عالی یا خوب
    پرونده‌ی تازه: { $opened } ({ $openedBefore })

## همکارها

team = همکارها:
    .invite-manager = دعوت مدیر
    .invite-support = دعوت پشتیبان
    .revoke = گرفتن دسترسی { $name }
team-line =
    • { $name } · { $role ->
        [manager] مدیر
       *[support] پشتیبان
    } · { $channel }
invite =
    این رو برای همکارتون بفرستید تا { $role ->
        [manager] مدیر
       *[support] پشتیبان
    } بشه. فقط یک نفر، فقط یک بار، تا دو روز:
invite-how = بنویسید /invite support یا /invite manager
revoked = دسترسی { $name } همین الان گرفته شد.
revoke-unknown = این همکار دیگه دسترسی نداره.
revoke-last = این تنها مدیره؛ اول یه مدیر دیگه دعوت کنید.
