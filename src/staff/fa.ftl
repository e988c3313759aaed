## خوش‌آمد و راهنما

joined =
    سلام { $name }. از این به بعد { $role ->
        [manager] مدیر
       *[support] همکار پشتیبانی
    } این فروشگاه هستید و همین‌جا خبر پرونده‌ها رو می‌گیرید.
help =
    این کارها از همین‌جا برمی‌آد. همه‌ی دستورها: /help
    .next = بعدی رو بده به من
    .cases = پرونده‌های باز
    .answers = جواب‌ها
    .report = گزارش هفته
    .notices = خبرها
    .journey = پیام‌ها و روزشون
    .progress = پیام گروهی
    .reach = دسترسی
    .staff = همکارها
commands = همه‌ی دستورها:
help-name = /name نگار اسم شما
help-next = /next پرونده‌ی بعدی رو بده به من
help-cases = /cases پرونده‌های باز
help-case = /case 217 یک پرونده
help-reply = /reply 217 متن: جواب به مشتری؛ متنی که با نقطه شروع بشه یادداشت خودمونه
help-claim = /claim 217 این پرونده با من
help-hand = /hand 217 برگردوندن پرونده به صف
help-note = /note 217 متن: یادداشت برای همکارها
help-remind = /remind 217 1405-01-20 10:00 متن: یادآوری به خودم
help-close = /close 217 بستن پرونده
help-reopen = /reopen 217 باز کردن دوباره
help-ready = /ready جواب‌های آماده
help-alike = /alike پرونده‌های شبیه هم
help-all = /all کلمه متن: یک جواب برای همه‌ی پرونده‌هایی که این کلمه رو دارن
help-answers = /answers جواب‌های مشتری‌ها، تازه‌ترین اول؛ مثلاً /answers bad یا /answers week کفش
help-export = /export جواب‌ها در یک فایل، با همون صافی‌ها
help-report = /report هفت روز گذشته؛ /report month یک ماه در یک صفحه (یا /report 1405-07)
help-notices = /notices خبر جواب‌های بد و خلاصه‌ی روز
help-customer = /customer شماره‌ی موبایل یا شماره‌ی سفارش
help-record = /record همه‌ی سابقه‌ی یک مشتری
help-why = /why شماره‌ی موبایل یا سفارش: چه پیامی رفت، می‌مونه یا نرفت، و چرا
help-join = /join 1042 1077 دو سابقه‌ی یک نفر رو یکی کن
help-journey = /journey پیام‌های بعد از خرید و روزهاشون
help-edit = /edit day-14 day 10 تغییر روز، ساعت یا متن یک پیام
help-pause = /pause day-14 نگه داشتن یک پیام یا یک مسیر
help-resume = /resume ادامه‌ی چیزی که نگه داشته شده
help-stopall = /stopall جز پاسخ‌ها هیچ پیامی نره
help-calm = /calm today روز آرام: هیچ تبلیغی نمی‌ره
help-closed = /closed 1405-01-02 روز تعطیل پشتیبانی
help-hours = /hours 1404-12-01..1404-12-29 10:00-15:00 ساعت کار روزهای خاص
help-open = /open 1405-01-02 برداشتن روز آرام، تعطیلی یا ساعت خاص
help-shadow = /shadow تمرین: پیام‌ها به‌جای مشتری برای مدیر می‌آد
help-live = /live پایان تمرین
help-send = /send متن: پیام به گروهی از مشتری‌ها، با پیش‌نمایش
help-segments = /segments گروه‌های مشتری؛ مثلاً /segments کفشی‌ها = category:shoes spent>=5m
help-offers = /offers پیشنهادها: روشن و خاموش، و حداکثر هزینه
help-offer = /offer 20% max 200000 x10 48h | حراج کفش: پیشنهاد تازه
help-code = /code 7KQ-M4X-9TP 2500000 این کد چقدر کم می‌کنه
help-points = /points امتیازها: ارزش، هزینه‌ی ماه گذشته، بدهی فروشگاه
help-sorry = /sorry 217 50000 امتیاز (یا اسم یک پیشنهاد) برای جبران یک پرونده
help-progress = /progress پیام گروهی کجاست
help-sale = /sale 09121234567 2500000 کفش دویدن | سارا ثبت خرید حضوری
help-reach = /reach به چند نفر دسترسی داریم
help-staff = /staff همکارها
help-invite = /invite support یا /invite manager دعوت همکار تازه
help-doctor = /doctor همه‌چیز سر جاشه؟
help-login = /login لینک ورود به صفحه‌ی وب

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
        [warranty] گارانتی
        [technical] سؤال فنی
        [exchange] تعویض
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
    .file = { $kind ->
        [photo] عکس
        [voice] صدا
        [video] ویدیو
       *[document] فایل
    } { $number }
    .claim = با من
    .hand = برگرده به صف
    .record = همه‌ی سابقه
    .close = بستن پرونده
    .reopen = باز کردن دوباره
    .show = دیدن پرونده
case-entry =
    { $from ->
        [customer] مشتری
        [support] ما
        [note] یادداشت
       *[system] سیستم
    }: { $words }
case-unknown = پرونده‌ای با این شماره پیدا نکردم. مثلاً: /case 217
case-closed = پرونده‌ی { $case } بسته شده؛ چیزی فرستاده نشد.
case-closed-now = پرونده‌ی { $case } بسته شد. پیام‌هایی که منتظرش بودن، به‌وقتش می‌رن.
reply-write = جوابتون به مشتریِ پرونده‌ی { $case } رو بنویسید؛ عیناً براش می‌ره.
    .cancel = نمی‌فرستم
reply-sent = جوابتون ده ثانیه‌ی دیگه برای مشتریِ پرونده‌ی { $case } می‌ره.
    .undo = برگردون
    .close = بستن پرونده
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
    گروه: { $group ->
        [high] پرخرج
        [repeat] چندباره
        [once] یک‌باره
       *[visitor] هنوز خریدی نداره
    } · کدها: { $codes }{ $pointsKnown ->
        [yes] {" "}· امتیاز: { $points } { $level }
       *[no] {""}
    }
customer-how = شماره‌ی موبایل یا شماره‌ی سفارش رو هم بنویسید، مثلاً: /customer 09121234567
customer-unknown = با این شماره کسی رو پیدا نکردم.
why-title = پیام‌های { $name }، تا { $days } روز آینده:
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

report-managers = گزارش ماه رو فقط مدیر می‌بینه. هفته: /report
report-how = کدوم ماه؟ /report month ماه گذشته · /report 1405-07 یک ماه دیگه که شروع شده باشه
report =
    هفت روز گذشته (در پرانتز: هفت روز پیش از آن)
    پرسیدیم: { $asked } ({ $askedBefore }) · جواب گرفتیم: { $answered } ({ $answeredBefore })
    رضایت: { $csat } ({ $csatBefore })، یعنی { $satisfied } نفر از { $rated } نفری که نمره دادن گفتن عالی یا خوب
    تا آخر نرفتن: { $partial } نفر
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

## پشتیبانی، مدیریت

case-taken = پرونده‌ی { $case } دست { $name } است.
case-is-open = پرونده‌ی { $case } باز است.
case-typing = { $name } داره جواب می‌نویسه.
reply-undone = جوابِ پرونده‌ی { $case } برگشت؛ چیزی فرستاده نشد.
reply-gone = دیگه دیر شد؛ جوابِ پرونده‌ی { $case } فرستاده شده.
note-how = متن یادداشت رو هم بنویسید، مثلاً: /note 217 با انبار صحبت کردم
noted = یادداشت توی پرونده‌ی { $case } نوشته شد؛ مشتری نمی‌بیندش.
handed-over = پرونده‌ی { $case } برگشت به صف.
remind-how = روز و ساعت رو هم بنویسید، مثلاً: /remind 217 1405-01-20 10:00 زنگ بزنم
remind = باشه، { $time } برای پرونده‌ی { $case } یادتون می‌ندازم.
reminder = یادآوری: پرونده‌ی { $case } · { $name } { $what }

alike-none = بین { $all } پرونده‌ی منتظر، چیز مشترکی نیست.
alike-line = { $count } پرونده از { $all } تا از «{ $word }» می‌گن{ $known ->
        [yes] { " " }({ $item })
       *[no] {""}
    }.
alike-how = برای یک جواب به همه‌شون: /all { $word } متن جواب
all-how = کلمه و متن رو بنویسید، مثلاً: /all سایز سایز درست رو فردا می‌فرستیم. کلمه باید توی پرونده‌های منتظر باشه.
all-preview = این متن جدا جدا برای { $count } پرونده می‌ره ({ $cases }):
    .send = بفرست
    .drop = نفرست
all-sent = برای { $count } پرونده رفت توی صف فرستادن.

export = جواب‌ها در این فایله؛ حرف مشتری‌ها توشه، جایی نگهش دارید که فقط خودتون ببینید.
export-elsewhere = این‌جا نمی‌شه فایل فرستاد؛ از تلگرام، صفحه‌ی گفتگوی فروشگاه یا npx bazgasht export answers بگیریدش.
export-large = جواب‌ها برای یک فایل در گفتگو زیاده؛ بازه‌ی کوتاه‌تری بخواید (/export month) یا npx bazgasht export answers.
notices =
    خبر فوری جواب‌های بد: { $bad ->
        [yes] روشن
       *[no] خاموش
    }
    خلاصه‌ی روز: { $digest ->
        [yes] هر روز ساعت { $hour }
       *[no] خاموش
    }
    ساعت دیگه: /notices digest 18
    .bad-on = جواب‌های بد رو خبر بده
    .bad-off = جواب‌های بد رو خبر نده
    .digest-9 = خلاصه هر روز ۹
    .digest-20 = خلاصه هر روز ۲۰
    .digest-off = خلاصه نمی‌خوام
digest =
    روزی که گذشت: { $answers } جواب، { $rated } نمره ({ $happy } راضی، { $unhappy } ناراضی)
    پرونده‌ی تازه: { $opened } · منتظر جواب: { $waiting }
    .bad = ناراضی‌ها
    .next = بعدی رو بده به من

record-title = سابقه‌ی { $name }:
record-line =
    • { $time } · { $kind ->
        [order] سفارش
        [points] امتیاز
        [coupon-granted] کد گرفت
        [coupon-redeemed] کد رو خرج کرد
        [coupon-expired] کدش تموم شد
        [promise-open] قول دادیم
        [promise-kept] قولی که وفا شد
        [promise-broken] قولی که موند
        [message] فرستادیم
        [answer] جواب
        [case-opened] پرونده باز شد
        [case-closed] پرونده بسته شد
        [entry-customer] مشتری نوشت
        [entry-support] ما نوشتیم
        [entry-note] یادداشت
        [entry-system] سیستم
        [consent-yes] اجازه داد
       *[consent-no] گفت نفرستید
    }: { $what }

journey-title = پیام‌ها و روزشون:
journey-line =
    • { $step } · روز { $day }{ $timed ->
        [yes] { " " }ساعت { $at }
        [after] { " " }+ { $at }
       *[no] {""}
    } { $marks }
journey-how = تغییر: /edit day-14 day 10 · /edit day-14 at 18:30 · /edit day-3 fa متن تازه · /edit day-3 default
edit-how =
    این‌طور بنویسید: /edit day-14 day 10 (روز) · /edit day-14 at 18:30 (ساعت) · /edit day-3 fa متن (فارسی) · /edit day-3 en text (انگلیسی)
    · /edit day-14 holdOut 10 (ده درصد گروه مقایسه) · /edit day-3 default (مثل اول). اسم پیام‌ها: /journey
edit-no = نشد: { $problem ->
        [no-such-step] پیامی به اسم { $step } نداریم.
        [not-timed] { $step } روز خودش رو نداره؛ بعد از یه جواب می‌آد.
        [bad-value] این مقدار نمی‌شه؛ روز از ۰ تا ۷۳۰، ساعت مثل 18:30، گروه مقایسه از ۰ تا ۵۰.
       *[bad-text] متن چیزی داره که پر نمی‌شه؛ آکولادها رو مثل متن اصلی بنویسید.
    }
edited = { $step } عوض شد؛ پیام‌هایی که هنوز نرفتن هم همین‌طور. مشتری این رو می‌بینه:
    .undo = مثل اول
edit-default = { $step } مثل اول شد.

pause-which = کدوم؟
paused = { $place } نگه داشته شد تا وقتی بگید.
    .resume = ادامه بده
resumed = { $place ->
        [all] همه‌چیز
       *[other] { $place }
    } از همین حالا ادامه پیدا می‌کنه.
stopped-all = از این لحظه جز پاسخ به مشتری‌ها هیچ پیامی نمی‌ره.
    .resume = ادامه بده
shadow-on = تمرین روشن شد: هر پیامی که وقتش برسه برای مدیرها می‌آد، نه برای مشتری.
    .back = شروع واقعی
shadow-off = تمرین تموم شد؛ پیام‌ها برای مشتری‌ها می‌رن.
    .back = برگشت به تمرین
days =
    روزهای آرام: { $calm }
    تعطیلی پشتیبانی: { $closed }
    تازه: /calm today · /closed 1405-01-02 · برداشتن: /open 1405-01-02
days-how = روز رو بنویسید: today، tomorrow، 1405-01-02 یا 1405-01-01..1405-01-04
calm = { $days } روز آرامه: هیچ تبلیغی نمی‌ره.
    .undo = برش دار
closed = { $days } پشتیبانی تعطیله؛ قول‌ها با همین حساب می‌شه.
hours-how = این‌طور بنویسید: /hours 1404-12-01..1404-12-29 10:00-15:00
hours = { $days } ساعت کار { $from } تا { $to } است.
opened = { $days } مثل روزهای عادی شد.

send-how = متن رو هم بنویسید، مثلاً: /send سلام، کفش‌های تازه رسید 🌱 (تا { $most } نویسه)
send-gone = این پیام دیگه پیش‌نویس نیست.
send-preview = مشتری این رو می‌گیره:
send-whom = برای کی؟
    .all = همه‌ی مشتری‌ها
    .bought-90 = خریدارهای ۹۰ روز اخیر
    .away-90 = کسایی که ۹۰ روزه نخریدن
send-rehearsal = اگه همین حالا بره به { $count } نفر می‌رسه.
    .now = همین حالا بفرست
    .morning = صبح ساعت ۱۰
    .drop = نفرست
send-held = { $count } نفر بعداً: { $reason ->
        [quiet-hours] ساعت استراحت
        [cap] سقف پیام‌ها
        [gap] فاصله‌ی پیام‌ها
        [survey-cool-down] تازه ازش پرسیدیم
        [support-busy] پشتیبانی سرش شلوغه
        [no-consent] اجازه نداده
        [no-address] هنوز گفتگو رو باز نکرده
        [unreachable] ما رو بسته
        [open-case] پرونده‌ی باز داره
        [not-arrived] هنوز نرسیده
        [paused] متوقفه
        [calm-day] روز آرام
        [too-late] دیر شد
        [stopped] گفت نفرستید
        [order-cancelled] سفارش لغو شد
        [bought-again] دوباره خرید
        [answered] جواب داد
        [delivered] رسید
        [nothing-related] چیز مرتبطی نبود
        [no-offer] پیشنهادی نبود
        [discarded] کنار گذاشته شد
        [held-out] گروه مقایسه
        [offer-over] پیشنهاد تموم شد
       *[none] {""}
    }
send-dropped = { $count } نفر نمی‌گیرن: { $reason ->
        [quiet-hours] ساعت استراحت
        [cap] سقف پیام‌ها
        [gap] فاصله‌ی پیام‌ها
        [survey-cool-down] تازه ازش پرسیدیم
        [support-busy] پشتیبانی سرش شلوغه
        [no-consent] اجازه نداده
        [no-address] هنوز گفتگو رو باز نکرده
        [unreachable] ما رو بسته
        [open-case] پرونده‌ی باز داره
        [not-arrived] هنوز نرسیده
        [paused] متوقفه
        [calm-day] روز آرام
        [too-late] دیر شد
        [stopped] گفت نفرستید
        [order-cancelled] سفارش لغو شد
        [bought-again] دوباره خرید
        [answered] جواب داد
        [delivered] رسید
        [nothing-related] چیز مرتبطی نبود
        [no-offer] پیشنهادی نبود
        [discarded] کنار گذاشته شد
        [held-out] گروه مقایسه
        [offer-over] پیشنهاد تموم شد
       *[none] {""}
    }
send-confirmed = { $count } پیام در صفه، از { $time }.
    .progress = کجاست؟
    .recall = نرفته‌ها رو برگردون
progress = پیام گروهی:
progress-none = پیام گروهی‌ای در راه نیست.
progress-line =
    • { $count } · { $state ->
        [planned] در برنامه
        [held] نگه داشته شده
        [sending] در حال فرستادن
        [sent] رفت
        [accepted] رفت
        [delivered] رسید
        [failed] نشد
        [dropped] نمی‌ره
       *[uncertain] معلوم نیست رسیده یا نه
    } · { $reason ->
        [quiet-hours] ساعت استراحت
        [cap] سقف پیام‌ها
        [gap] فاصله‌ی پیام‌ها
        [survey-cool-down] تازه ازش پرسیدیم
        [support-busy] پشتیبانی سرش شلوغه
        [no-consent] اجازه نداده
        [no-address] هنوز گفتگو رو باز نکرده
        [unreachable] ما رو بسته
        [open-case] پرونده‌ی باز داره
        [not-arrived] هنوز نرسیده
        [paused] متوقفه
        [calm-day] روز آرام
        [too-late] دیر شد
        [stopped] گفت نفرستید
        [order-cancelled] سفارش لغو شد
        [bought-again] دوباره خرید
        [answered] جواب داد
        [delivered] رسید
        [nothing-related] چیز مرتبطی نبود
        [no-offer] پیشنهادی نبود
        [discarded] کنار گذاشته شد
        [held-out] گروه مقایسه
        [offer-over] پیشنهاد تموم شد
       *[none] {""}
    }
recalled = { $count } پیام که نرفته بود دیگه نمی‌ره.

sale-how = این‌طور بنویسید: /sale 09121234567 2500000 کفش دویدن | سارا (موبایل، تومان، چی، کی)
sale =
    ثبت شد: { $item }، { $toman } تومان. این لینک رو به خریدار بدید تا گفتگو رو باز کنه:
    { $link }
reach =
    از { $customers } مشتری به { $reachable } نفر دسترسی داریم ({ $share }).
    اجازه‌ی پرسیدن: { $feedback } · اجازه‌ی پیشنهاد: { $marketing }
    کانال‌ها: { $channels }
    از کجا اومدن: { $doors }
login =
    این لینک یک بار و تا پنج دقیقه کار می‌کنه:
    { $link }

join-how = دو شماره بنویسید، مثلاً: /join 1042 1077 (سابقه‌ی دومی می‌ره زیر اولی)
join-same = این دو یک نفرن یا یکی‌شون قبلاً یکی شده.
joined-customers = سابقه‌ی { $from } رفت زیر { $into }.
    .undo = جدا کن
unjoined = دوباره جدا شدن، هر چیز سر جای خودش.
unjoin-gone = این یکی‌شدن قبلاً برگشته.

ready-none = هنوز جواب آماده‌ای نیست. مدیر می‌نویسه: /ready ارسال = سلام {"{name}"}، سفارش {"{order}"} امروز می‌ره.
ready-title = جواب‌های آماده (وقتی «جواب می‌دم» رو بزنید، دکمه‌شون می‌آد):
ready-managers = جواب‌های آماده رو مدیر می‌نویسه.
ready-full = تا بیست جواب آماده می‌شه؛ یکی رو بردارید: /ready اسم =
ready-written = جواب آماده‌ی { $name } نوشته شد.
ready-removed = جواب آماده‌ی { $name } برداشته شد.
ready-gone = این جواب آماده یا پرونده دیگه نیست.
file-unknown = این رو نمی‌شه فرستاد؛ عکس، صدا، ویدیو یا فایل بفرستید.
name-how = اسمتون رو هم بنویسید، مثلاً: /name نگار
named = باشه { $name }.
group-bound = از این به بعد هر پرونده این‌جا یک تاپیک می‌شه. هر چی زیر تاپیک بنویسید برای مشتری می‌ره؛ با نقطه‌ی اول، یادداشت خودمونه. پشیمون شدید: /undo
doctor = این‌ها رو باید درست کرد:
doctor-well = همه‌چیز سر جاشه 🌱

## گروه‌ها، پیشنهادها، امتیازها

journeys-line = { $on ->
        [yes] 🟢
       *[no] ⚪️
    } { $journey } { $mark } · { $what }
journey-about = مسیرها
    .after-purchase = بعد از هر خرید: تشکر، رسید؟ راضی بودید؟ و دو پیشنهاد
    .order-updates = خبر ارسال و تحویل سفارش
    .how-to = راهنمای کوتاه همون چیزی که خریدن
    .cross-sell = روز ۲۱: چیزهایی که کنار خریدشون به کار می‌آد
    .replenishment = وقتی جنس مصرفی داره تموم می‌شه
    .cart-reminder = سبدی که جا مونده: یک ساعت بعد، و یک روز بعد
    .second-purchase = کسایی که یک بار خریدن: تخفیف خرید دوم
    .vip = بهترین مشتری‌ها: تشکر و ارسال رایگان
    .repeat-buyer = خرید دوم به بعد: امتیاز هدیه
    .birthday = تولد
    .anniversary = سالگرد اولین خرید
    .points-expiring = امتیازی که داره تموم می‌شه
    .level-reached = رسیدن به سطح تازه
    .referral = دعوت دوستان، بعد از جواب «عالیه»
    .win-back = کسایی که مدتیه نیومدن: چی شد؟
    .apology = عذرخواهی و جبرانی که ثبت شده
    .member-survey = هر شش ماه: ما رو به بقیه پیشنهاد می‌کنید؟
    .after-support = بعد از بسته شدن پرونده: کمکمون خوب بود؟
    .public-review = بعد از «عالیه»: نظرتون رو با اسم نشون بدیم؟
journey-one =
    { $journey } · { $on ->
        [yes] روشن 🟢
       *[no] خاموش ⚪️
    }
    { $what }
    الان به { $concerned } نفر مربوط می‌شه.
journey-switched = { $journey } { $on ->
        [yes] روشن شد.
       *[no] خاموش شد؛ چیزی که در راهه می‌ره، تازه‌ای شروع نمی‌شه.
    }
    .on = روشنش کن
    .off = خاموشش کن
segments = گروه‌ها:
segments-line = • { $name }: { $all } نفر، { $reachable } نفر پیشنهاد می‌گیرن
segments-how = شرط‌ها: category:shoes · product:SKU · regular:SKU (سه بار خریده) · spent>=5m · orders>=2 · bought-90 · away-90 · seen-30 · unseen-30 · level:silver · answered:bad · score<=2 · channel:telegram · city:تهران · group:high؛ با and، or، not و پرانتز. نام‌گذاری: /segments کفشی‌ها = category:shoes
segment-no = «{ $found }» رو نفهمیدم. منظورتون یکی از این‌هاست؟ { $expected }
segment-saved = گروه { $name } ثبت شد: { $all } نفر، { $reachable } نفر پیشنهاد می‌گیرن.
segment-deleted = گروه پاک شد.
offers = { $on ->
        [yes] مسیرها کد تخفیف می‌دن 🟢 بدترین حالت مسیرهای روشن در ماه: { $worst }.
       *[no] مسیرها هنوز کدی نمی‌دن ⚪️ اگه روشن کنید، بدترین حالت مسیرهای روشن در ماه { $worst } ئه. کدها رو صندوق فروشگاه از API می‌پرسه، یا همکارها با /code.
    }
    کدها و امتیازهای یک سفارش روی هم حداکثر { $most } کم می‌کنن (policy.yaml).
    .on = روشنش کن
    .off = خاموشش کن
offers-line = • { $title } · { $state ->
        [live] در جریان
        [stopped] متوقف
       *[over] تموم
    }{ $counted ->
        [yes] {" "}· { $left } از { $quantity } مونده
       *[no] {""}
    } · خرج‌شده { $spent }
offer-how =
    این‌طور بنویسید: /offer 20% max 200000 x10 48h for group:repeat | حراج کفش
    نوع: 20% max سقف · amount 50000 · free-shipping cost 80000 · gift لیوان cost 50000
    تعداد x10 یا budget 2m (یکی لازمه) · مدت 48h · early 24h برای مشتری‌های قبلی · hold 24h · each 2 · min 300k · sku RUN-41 · for گروه
offer-no = { $problem ->
        [what] نوع پیشنهاد معلوم نیست ({ $word }): مثلاً 20% max 200000، amount 50000، free-shipping cost 80000.
        [ceiling] درصد سقف می‌خواد: { $word } max 200000
        [cost] هزینه‌ش رو هم بنویسید: { $word } cost 80000
        [bound] باید معلوم باشه حداکثر چقدر خرج داره: تعداد (x10) یا budget 2m.
        [hours] مدت از 13h تا 960h: { $word } نشد. پیامی که کمتر از ۱۲ ساعت وقت داره فرستاده نمی‌شه.
        [title] بعد از | اسم پیشنهاد رو بنویسید (تا ۸۰ نویسه).
       *[unknown] «{ $word }» رو نفهمیدم. راهنما: /offer
    }
offer-unreal = این تخفیف واقعی نیست: «{ $item }» با این پیشنهاد { $price } می‌شه، ولی در ۳۰ روز گذشته معمولاً { $paid } فروخته شده. شروعش نمی‌کنم.
offer-draft =
    { $title }: { $offer }
    { $counted ->
        [yes] { $quantity } تا، { $hours } ساعت
       *[no] { $hours } ساعت
    }{ $isEarly ->
        [yes] ؛ مشتری‌های قبلی { $early } ساعت زودتر
       *[no] {""}
    }. بدترین حالت هزینه: { $worst }.
    برای { $all } نفر؛ { $reachable } نفر پیشنهاد می‌گیرن.
    .launch = شروع کن
    .drop = دور بنداز
offer-gone = این پیشنهاد دیگه پیش‌نویس نیست.
offer-dropped = پیش‌نویس دور انداخته شد.
offer-launched = شروع شد؛ { $count } پیام در صفه.
offer-watch =
    { $title } · { $state ->
        [live] در جریان تا { $until }
        [stopped] متوقف
       *[over] تموم
    }{ $counted ->
        [yes] {" "}· { $left } از { $quantity } مونده
       *[no] {""}
    }
    پیام‌ها: { $sent } رفت، { $ahead } در راه، { $dropped } نمی‌ره
    { $claimed } نفر گرفتن، { $redeemed } نفر خرج کردن، { $waiting } نفر منتظرن
    خرج‌شده { $spent }، بدترین حالت تا اینجا { $worst }
    .again = دوباره
    .stop = متوقفش کن
offer-stopped = متوقف شد؛ { $count } پیامی که نرفته بود نمی‌ره. کدهای داده‌شده تا آخر مهلتشون کار می‌کنن.
code-how = این‌طور بنویسید: /code 7KQ-M4X-9TP یا با مبلغ سبد: /code 7KQ-M4X-9TP 2500000
code-unknown = چنین کدی نداریم.
code-no = این کد پذیرفته نیست: { $why ->
        [expired] مهلتش تموم شده
        [used] قبلاً استفاده شده
        [other-customer] مال مشتری دیگه‌ایه
        [below-minimum] سبد کمتر از حداقله
        [not-stackable] با کد دیگه جمع نمی‌شه
        [sold-out] تموم شده
       *[not-yet] هنوز شروع نشده
    }.
code = { $code }: { $offer }، تا { $until }. مبلغ سبد رو هم بنویسید تا حساب کنم.
code-off = { $code }: { $offer }. { $discount } کم می‌شه.
    .use = استفاده شد
code-used = { $code } استفاده شد: { $discount } کم شد.
points-how =
    /points worth 1000 (هر ۱٬۰۰۰ امتیاز چند تومان؟ هزینه‌ی ماه گذشته رو نشون می‌ده) · /points off · /points sheet
    اصلاح: /points 09121234567 +5000 دلیل
points-never = امتیازها خاموشه. اول ارزشش رو بنویسید تا ببینید ماه گذشته چقدر خرج داشت: /points worth 1000
points-cost =
    اگه هر ۱٬۰۰۰ امتیاز { $worth } بود، { $orders } خرید ۳۰ روز گذشته { $points } امتیاز می‌شد، یعنی { $cost } از { $sales } فروش ({ $share } درصد).
    .on = روشنش کن
points-on = امتیازها روشن شد: هر ۱٬۰۰۰ امتیاز { $worth }. از خریدهای تازه حساب می‌شه.
points-off = امتیازها خاموش شد؛ چیزی که هست می‌مونه.
points-status =
    امتیازها { $on ->
        [yes] روشنه
       *[no] خاموشه
    }؛ هر ۱٬۰۰۰ امتیاز { $worth }.
    { $members } نفر { $active } امتیاز دارن، یعنی { $owed } بدهی فروشگاه؛ { $pending } در راهه و { $expiring } تا یک ماه دیگه تموم می‌شه.
    فهرست: /points sheet
points-sheet = امتیاز همه‌ی مشتری‌ها:
points-corrected = ثبت شد. { $name } الان { $points } امتیاز داره.
sorry-how = این‌طور بنویسید: /sorry 217 50000 (امتیاز) یا /sorry 217 win-back (یک کد). پیشنهادها: { $offers }
sorry-again = جبران این پرونده قبلاً ثبت شده.
sorry-budget = بودجه‌ی این ماهِ این پیشنهاد تموم شده.
sorry-no-points = امتیازها خاموشه: یا /points، یا اسم یک پیشنهاد بنویسید.
sorry = جبران ثبت شد. { $told ->
        [yes] مشتری پیامش رو می‌گیره.
       *[no] مسیر apology خاموشه و مشتری هنوز خبر نداره.
    }
    .on = روشنش کن
