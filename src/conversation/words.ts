/**
 * What people write, as data: Persian, Persian in Latin letters, English. Spelling is compared by `matchKey` (understand.ts):
 * ي/ك, half-spaces, repeated letters, o/u/oo, punctuation and emoji make no difference, so one spelling of each is enough.
 */

/** The whole message is one of these: marketing and feedback stop at once. «نه» is not among them. */
export const STOP = list(`
  لغو، لغو۱۱، لغو ۱۱، نفرست، نفرستید، نفرستین، دیگه نفرست، دیگه نفرستید، دیگه نفرستین، دیگر نفرستید، پیام نفرست، پیام نفرستید، پیام نفرستین،
  دیگه پیام نفرست، دیگه پیام نفرستید، دیگه پیام نفرستین، دیگه بهم پیام ندید، پیام ندید، پیام نده، دیگه پیام ندید، دیگه پیام نده، پیامک نفرستید،
  هیچ پیامی نفرستید، دیگه هیچی نفرستید، دیگه پیام نمیخوام، پیام نمیخوام، پیام نمی‌خواهم، نمیخوام پیام بدید، بسه، بسه دیگه، دیگه بسه، بس کن، بس کنید،
  کافیه، کافیه دیگه، مزاحم نشید، مزاحم نشین، مزاحم نشو، مزاحم من نشید، دیگه مزاحم نشید، مزاحمت نکنید، مزاحم، ولم کن، ولم کنید، دست از سرم بردارید،
  لغو عضویت، لغو اشتراک، لغو پیامک، لغو پیام، لغو تبلیغات، انصراف، خروج، قطع، قطعش کن، قطع کنید، قطع پیام، حذفم کن، حذفم کنید، منو حذف کنید، خاموش، کنسل،
  laghv, laghv11, lagv, laghve, nafrest, nafrestid, nafrestin, dige nafrest, dige nafrestid, payam nafrest, payam nafrestid, dige payam nadid,
  base, basse, base dige, bas kon, bas konid, kafie, kafiye, mozahem nashid, mozahem nasho, mozahem nashin, velam kon, cancel, kansel,
  stop, stop it, stop please, please stop, stop messaging me, stop sending, stop sending me messages, unsubscribe, unsub, opt out, optout,
  no more messages, no messages, do not message me, dont message me, dont text me, dont write to me, leave me alone, enough, remove me, off
`)

/** «دیگه برای من پیام نفرستید لطفاً»: nothing but this, beside one of STOP_VERBS. */
export const STOP_BESIDE = list(`
  دیگه، دیگر، به، من، بهم، برام، برای، واسه، واسم، ما، لطفا، هی، هیچ، اینقدر، انقدر، اینهمه، خواهش، خواهشا، میکنم، پیام، پیامک، پیامی، اس، ام، اس ام اس، اسمس، رو، را، از، این، شماره، سلام، خواهشمندم، فقط، هم، هرگز،
  dige, be, man, behem, baram, baraye, lotfan, payam, payamak, ro, in, hichi,
  please, me, any, more, anymore, messages, message, texts, to, us, these, ever, again, just, stop
`)
export const STOP_VERBS = list(`نفرست، نفرستید، نفرستین، پیام ندید، پیام نده، پیام ندین، اس ام اس ندید، اس ام اس نده، مزاحم نشید، مزاحم نشین، مزاحم نشو، nafrest, nafrestid, nafrestin, payam nade, payam nadid, sending, messaging, texting, bothering`)

/** The whole message is one of these: messages come again. */
export const START = list(`
  شروع، استارت، وصل، وصل کن، وصل کنید، فعال، فعال کن، فعال کنید، فعالش کن، دوباره بفرست، دوباره بفرستید، دوباره پیام بدید، پیام بفرستید، عضویت،
  shoroo, shoru, estart, vasl, faal, start, start again, subscribe, resume, unstop
`)

/** Anywhere in the message, unless denied right behind it. */
export const SAFETY = list(`
  حساسیت، حساسیت داد، آلرژی، سوزش، سوخته پوستم، پوستم سوخت، صورتم سوخت، دستم سوخت، می‌سوزه، میسوزه، تاول، قرمز شد، قرمز شده، قرمز شدن، قرمز کرد، قرمز کرده، پوستم قرمز، کهیر، خارش، میخاره،
  ورم کرد، ورم کرده، متورم، مسموم، مسمومیت، تنگی نفس، نفسم گرفت، بیهوش، اورژانس، بیمارستان، آتیش گرفت، آتش گرفت، برق گرفت، منفجر، ترکید تو دستم، خونریزی، جوش زد صورتم، دونه زد صورتم،
  hasasiat, hasasiyat, allergy, suzesh, misuze, tavol, ghermez shod, kahir, kharesh, khareshe, varam kard, masmum, masmoom,
  allergic, allergies, allergic reaction, rash, blister, blisters, burning skin, skin burns, burned my, burnt my, burns my, itchy skin, itching, swollen, swelling, poisoned,
  turned red, hospital, emergency room, caught fire, electric shock, exploded, bleeding, hives
`)

/** Anywhere in the message, unless denied right behind it. */
export const ANGER = list(`
  کلاهبردار، کلاهبردارا، کلاهبردارها، کلاهبردارید، کلاهبردارین، کلاهبرداری، کلاه برداری، کلاه بردار، شکایت، شکایت می‌کنم، ازتون شکایت، پلیس، پلیس فتا، فتا، دزد، دزدها، دزدا، دزدی، دزدید، دزدین، شیاد، شارلاتان،
  دادگاه، دادسرا، تعزیرات، سازمان حمایت، وکیل، وکیلم، اقدام قانونی، قانونی پیگیری، حروم، حرومتون، حرامتون، بی شرف، بیشرف، بی‌شعور، بیشعور، عوضیا، عوضی، کثافت، آشغالا، لعنتی، لعنت، گوه، گه،
  خاک بر سرتون، خجالت بکشید، خجالت نمیکشید، شرم کنید، مسخره کردید، مسخرمون کردید، سر کارم گذاشتید، سرکارم گذاشتید، گولم زدید، آبروتون، آبروی شما، همه جا پخش میکنم،
  kolahbardar, kolahbardari, kolah bardar, shekayat, polis fata, pelis fata, fata, dozd, dozdi, shayad va dozd, dadgah, vakil, bisharaf, bishoor, kesafat, lanati, khejalat bekeshid,
  scam, scammer, scammers, scammed, fraud, frauds, thief, thieves, police, lawsuit, sue you, suing, lawyer, court, rip off, ripoff, ripped off, report you, shame on you, liars, liar, stolen my money, bastards, fuck, fucking
`)

/** Anywhere: something is wrong with the goods, the parcel or the money. */
export const COMPLAINT = list(`
  خراب، خرابه، خرابی، شکسته، شکسته بود، شکست، پاره، پاره‌ست، پارست، پاره شد، پاره بود، معیوب، ایراد، ایراد داره، مشکل داره، مشکل داشت، مشکل دارم، مشکل دارد، نرسید، نرسیده، نیومد، نیومده، نیامده، نیامد، گم شده،
  اشتباه فرستادید، اشتباه فرستادین، اشتباهی، اشتباهه، اشتباه بود، اشتباه اومده، یه چیز دیگه فرستادید، رنگش فرق داره، رنگش فرق داشت، با عکس فرق داره، با عکس فرق داشت، مثل عکس نبود، مثل عکسش نبود، مثل عکس نیست،
  عوضش کنید، عوض کنم، عوضش کنم، تعویض، تعویضش، مرجوع، مرجوعش، مرجوعی، پس بدم، پسش بدم، پس بفرستم، برگشت بدم، برگردونم، برش گردونم، پولمو، پولم، پول من، پولم رو پس، استرداد،
  کوچیک، کوچیکه، کوچک، کوچکه، کوچیک بود، بزرگه، بزرگ بود، خیلی بزرگ، تنگ، تنگه، تنگ بود، گشاد، گشاده، گشاد بود، اندازه نبود، اندازم نیست، اندازه‌م نشد، اندازم نشد، سایزش نمیخوره، سایزم نیست، سایزش اشتباه،
  لکه داره، لک داره، لکه داشت، زدگی داره، زدگی داشت، خط افتاده، خط و خش، کار نمیکنه، کار نمی‌کند، کار نکرد، روشن نمیشه، باز نمیشه، جا نمیره، فیک، فیکه، تقلبی، اصل نیست، اصل نبود، بی کیفیت، بی‌کیفیت، کیفیتش پایین، کیفیت پایین،
  کیفیتش بد، کیفیت نداره، کیفیت نداشت، ناقص، ناقصه، کم بود، کم اومده، جا مونده، له شده، له شده بود، آسیب دیده، آسیب دیده بود، باز شده بود، نشتی، ریخته بود، تاریخ گذشته، تاریخ مصرفش،
  دیر، دیر رسید، خیلی دیر، طول کشید، طول کشیده، تاخیر، با تاخیر، معطل، افتضاح، افتضاحه، مزخرف، داغون، به درد نمیخوره، بدرد نمیخوره، بدرد نخور، ضعیف، ضعیفه، ضعیف بود، بد، بده، بد بود، بدی بود، خوب نبود، خوب نیست، جالب نبود، جالب نیست،
  راضی نیستم، راضی نبودم، ناراضی، ناراضیم، ناراضی‌ام، پشیمون، پشیمونم، پشیمانم، پشیمون شدم، ناامید شدم، جواب نمیدید، جواب نمی‌دید، جواب ندادید، کسی جواب نمیده، گرون بود، گرونه، اصلا نمیخره، پول دور ریختن،
  kharab, kharabe, kharab bood, shekaste, shekast, pare, pareh, pare bood, mayub, irad, moshkel dare, moshkel dasht, moshkel daram, naresid, narasid, nareside, naresideh, nayumad, nayumade, gom shode,
  eshtebah, eshtebahi, avaz konid, tavize, taviz, marju, pas bedam, pulam, pulamo, kuchik, kuchike, koochak, bozorge, tang, tange, goshad, goshade, fake, taghalobi, bi keyfiat, naghes,
  dir, dir resid, dir rasid, tul keshid, takhir, eftezah, eftezahe, mozakhraf, daghun, zaif, bad, bade, bad bood, khub nabud, khub nist, razi nistam, razi nabudam, narazi, pashimun,
  broken, damaged, torn, ripped, defective, faulty, wrong size, wrong color, wrong colour, wrong item, wrong one, too small, too big, too tight, too large, does not fit, doesnt fit, didnt fit, small, tight,
  never arrived, not arrived, didnt arrive, did not arrive, hasnt arrived, missing, lost, refund, money back, return it, send it back, exchange, replace, replacement, not working, doesnt work, does not work, didnt work, stopped working, wont turn on,
  late, very late, took too long, took weeks, took three weeks, took forever, delayed, slow delivery, counterfeit, poor quality, bad quality, low quality, cheap quality, poor, terrible, awful, horrible, bad, worst, useless, disappointed, disappointing,
  unhappy, not happy, not satisfied, unsatisfied, dissatisfied, not good, regret, nobody answers, no one answers, stain, stained, scratch, scratched, leaking, leaked, expired, problem with, issue with
`)

/** Anywhere, also in an answer to "what should we change?": not a wish but something to be put right now. */
export const DEFECT = list(`
  خراب، خرابه، خراب شد، خراب شده، شکسته، شکسته بود، پاره، پاره بود، پاره شد، پاره شده، معیوب، کار نمیکنه، کار نمی‌کند، کار نکرد، روشن نمیشه، نرسیده، نرسید، هنوز نرسیده، نیومده، گم شده، اشتباه فرستادید، اشتباه فرستادین، اشتباهی فرستادید، تقلبی، تقلبیه، فیک، فیکه،
  مرجوع، مرجوعی، مرجوعش کنم، تعویضش کنم، تعویضش کنید، عوضش کنید، عوضش کنم، پس بدم، پسش بدم، پولمو، پولم رو، پول من رو، استرداد، آسیب دیده، آسیب دیده بود، جدا شد، جدا شده، کنده شد، کنده شده، نشتی، تاریخ گذشته، ناقص بود، ناقصه، جا مونده،
  kharab, kharabe, kharab shod, shekaste, pare, pare bood, pare shod, kar nemikone, naresid, nareside, eshtebah ferestadid, taghalobi, fake, pas bedam, avazesh konid, pulamo,
  broken, damaged, torn, defective, faulty, not working, doesnt work, does not work, stopped working, never arrived, not arrived, hasnt arrived, wrong item, wrong size, wrong color, refund, money back, return it, send it back, counterfeit, fell apart, came off
`)

/** Anywhere: something is praised. */
export const PRAISE = list(`
  عالی، عالیه، عالی بود، خوب، خوبه، خوب بود، خوبی، محشر، محشره، فوق‌العاده، فوق العاده، بی‌نظیر، بی نظیر، معرکه، حرف نداره، حرف نداشت، راضی، راضیم، راضی‌ام، راضی هستم، راضی بودم، دوست داشتم، دوسش دارم، دوستش دارم، عاشقش شدم، عاشقشم،
  قشنگ، قشنگه، زیبا، زیباست، خوشگل، خوشگله، شیک، شیکه، خوش دوخت، باکیفیت، با کیفیت، کیفیتش عالی، کیفیتش خوب، راحت، راحته، سبک، به موقع، سریع، سالم، دمتون گرم، کارتون درسته، خوشم اومد، خوشم آمد،
  aali, aliye, ali bood, khub, khube, khoob bood, mahshar, mahshare, foghalade, harf nadare, razi, raziam, razi hastam, razi budam, ghashang, ghashange, khoshgel, dus dashtam, damet garm, dametun garm, khosham umad,
  great, good, perfect, excellent, amazing, awesome, wonderful, fantastic, love, loved, lovely, nice, beautiful, comfortable, happy with, satisfied, well made, best, brilliant
`)

/** Between praise and what follows it. */
export const CONTRAST = list(`ولی، اما، فقط، حیف، منتها، منتهی، هرچند، با اینکه، vali, amma, ama, faghat, but, however, although, though, except, only`)

/** Makes of a word its opposite: «مشکلی نداشت», «بد نبود», "not bad". */
export const DENIED_AFTER = list(`
  نداره، نداشت، ندارم، نداشتم، ندارد، نداشته، نبود، نیست، نبوده، نکرد، نکردم، نکرده، نشد، نشدم، نمیشه، نداد، نداده، نمیده، نزد، نیستم، نبودم، نیستش، نداریم، نمیکنم،
  nadare, nadasht, nadaram, nadashtam, nabood, nist, nakard, nashod, nadad, nistam, nabudam
`)
export const DENIED_BEFORE = list(`ضد، بدون، هیچ، no, not, never, without, isnt, wasnt, zedde, bedune`)

/** Said along with anything; taken away before the rest is compared. */
export const GREETINGS = list(`
  سلام، سلامم، سلام علیکم، سلام و درود، سلام و عرض ادب، علیک سلام، درود، درود بر شما، درورد، عرض سلام، با سلام، وقت بخیر، وقتتون بخیر، وقت شما بخیر، وقت به خیر، روز بخیر، روزتون بخیر، صبح بخیر، صبحتون بخیر، ظهر بخیر، عصر بخیر، عصرتون بخیر، شب بخیر، شبتون بخیر،
  خسته نباشید، خسته نباشین، خوبی، خوبید، خوبین، خوب هستید، خوب هستین، حالتون خوبه، چطوری، چطورید، چطورین، احوال شما، عزیز، عزیزم، دوست عزیز، جان، جون، رفیق، ارادت،
  salam, slm, salaam, salam aleykom, dorud, drood, vaght bekheyr, vaghtetun bekheyr, sobh bekheyr, asr bekheyr, shab bekheyr, ruz bekheyr, khaste nabashid, khobi, khoobi, khubi, khubin, khubid, chetori, chetorin, azizam, jan,
  hi, hello, hey, hiya, hi there, hello there, hey there, good morning, good afternoon, good evening, good day, dear, dears, how are you, greetings
`)
/** Greet by themselves; the others above only go along. */
export const REAL_GREETINGS = list(`
  سلام، سلامم، سلام علیکم، سلام و درود، درود، درود بر شما، عرض سلام، با سلام، وقت بخیر، وقتتون بخیر، وقت شما بخیر، روز بخیر، روزتون بخیر، صبح بخیر، صبحتون بخیر، ظهر بخیر، عصر بخیر، عصرتون بخیر، شب بخیر، شبتون بخیر، خسته نباشید، خسته نباشین، چطوری، چطورید، خوبید، خوبی،
  salam, slm, salaam, dorud, drood, vaght bekheyr, sobh bekheyr, asr bekheyr, shab bekheyr, khaste nabashid, hi, hello, hey, hiya, hi there, hello there, hey there, good morning, good afternoon, good evening, good day
`)

export const THANKS = list(`
  مرسی، مرسی ازتون، مرسی از شما، مرسی از لطفتون، مرسی ممنون، خیلی مرسی، ممنون، ممنونم، ممنونم ازتون، ممنون ازتون، ممنون از شما، ممنون از لطفتون، ممنون از پیگیریتون، ممنون از پیگیری شما، خیلی ممنون، خیلی ممنونم، بسیار ممنون، یه دنیا ممنون، ممنون میشم، ممنون که پرسیدید، مرسی که پرسیدید، ممنون که پیگیری کردید،
  تشکر، تشکر میکنم، خیلی تشکر، متشکرم، متشکر، متشکریم، خیلی متشکرم، سپاس، سپاسگزارم، سپاسگذارم، سپاسگزار، با تشکر، باتشکر، با سپاس، سپاس فراوان، دستتون درد نکنه، دستت درد نکنه، دست شما درد نکنه، دستتون طلا، دمتون گرم، دمت گرم، دم شما گرم،
  لطف کردید، لطف کردین، لطف دارید، لطف دارین، محبت کردید، محبت دارید، زحمت کشیدید، زحمت کشیدین، قربونت، قربونتون، قربان شما، فدات، فداتون، فدای شما، زنده باشید، سلامت باشید، پاینده باشید، خدا خیرتون بده، اجرتون با خدا،
  merci, mersi, mrc, merc, mersi azatun, mamnun, mamnoon, mamnunam, mamnun azatun, kheyli mamnun, kheili mamnoon, tashakor, motshakeram, moteshakeram, sepas, sepasgozaram, dastetun dard nakone, dastet dard nakone, damet garm, dametun garm, lotf kardid, ghorbunet, ghorbanet, fadat,
  thanks, thank you, thankyou, thank u, thx, tnx, ty, thanks a lot, thanks so much, many thanks, thank you so much, thank you very much, thanks very much, much appreciated, appreciate it, cheers, ta
`)

/** Seen and understood: nothing is said back. */
export const ACKNOWLEDGED = list(`باشه، چشم، اوکی، اوکیه، حله، فهمیدم، متوجه شدم، آها، آهان، اوهوم، خب، عجب، جدی، واقعا، hale, bashe, chashm, fahmidam, aha, oki, ok, okay, okey, k, kk, alright, all right, got it, i see, understood, noted, sure, fine, cool`)

/** Words that change nothing about an answer. */
export const FILLERS = list(`
  لطفا، لطفاً، خب، خوب دیگه، والا، راستش، راستی، به نظرم، به نظر من، بنظرم، بنظر من، در کل، کلا، در مجموع، خدایی، خداییش، خدا رو شکر، خداروشکر، خدارو شکر، شکر خدا، الحمدلله، برای من، واسه من، از نظر من، دیگه، همین، فعلا، جناب، آقا، خانم،
  lotfan, vala, vallah, rastesh, be nazaram, benazaram, dar kol, kolan, khodaro shokr, khodai,
  please, pls, plz, well, honestly, actually, overall, in general, i think, i guess, so far, for me, it was, it is, its, they are, theyre, that was, this is, really, sir
`)

/** The whole message, once words of asking (ASKING) are taken away. */
export const PERSON = list(`
  آدم، آدمیزاد، آدم واقعی، انسان، انسان واقعی، پشتیبان، پشتیبانی، پشتیبانتون، پشتیبانیتون، پشتیبان واقعی، اپراتور، اوپراتور، کارشناس، کارشناستون، کارشناس فروش، مسئول، مسئولش، مسئول فروش، مدیر، مدیرتون، مدیریت، همکارتون، همکارت، فروشنده، کسی، یکی، نفر، زنگ بزنید، زنگ بزن، تماس بگیرید، تماس بگیرین، بهم زنگ بزنید، با من تماس بگیرید، شماره تماس، شماره پشتیبانی، تلفن پشتیبانی،
  adam, adame vaghei, adam vaghei, ensan, poshtiban, poshtibani, operator, oprator, karshenas, masul, modir, zang bezanid, tamas begirid,
  human, person, real person, real human, human being, someone, somebody, agent, operator, support, customer support, customer service, support team, support person, representative, manager, supervisor, staff, call me
`)
export const ASKING = list(`
  می‌خوام، میخوام، می‌خواهم، میخواستم، می، خوام، خواهم، خواستم، شه، تونم، باید، میشه، می‌شه، ممکنه، لطفا، با، به، از، یه، یک، یکی از، رو، را، صحبت، صحبت کنم، حرف، حرف بزنم، بزنم، کنم، کنید، کن، وصل، وصل کن، وصلم، منو، من، صدا، صداش، بزن، بدید، بده، بگید، بگو، بیاد، جواب بده، جواب بدید، هست، کجاست، کو، دارید، ندارید، نیست، اونجا، لازم دارم، نیاز دارم، میتونم، واقعی، شما،
  mikham, mikhastam, bayad, mishe, ba, be, ye, yek, ro, ra, sohbat, konam, harf, bezanam, vasl, konid, kon, mano, seda, hast, lotfan,
  i, want, need, to, would, like, can, could, may, talk, speak, chat, with, a, an, the, please, get, give, me, connect, let, real, is, there, any, call, contact, from, your, you, put, through
`)

export const BOT = list(`
  رباتی، ربات هستی، ربات هستید، رباتید، رباتین، شما رباتی، شما رباتید، شما ربات هستید، تو رباتی، این رباته، ربات، رباته، آدمی یا ربات، آدمی یا رباتی، رباتی یا آدم، ربات هستی یا آدم، آدم هستی یا ربات، شما آدمید یا ربات، با ربات حرف میزنم، دارم با ربات حرف میزنم، هوش مصنوعی هستی، هوش مصنوعی، آدمی، آدم هستی، شما آدم هستید، واقعی هستی، کی هستی، شما کی هستید، شما؟، بات هستی، باتی،
  robati, robot hasti, robat hasti, shoma robati, roboti, bati, ki hasti, adami ya robot,
  are you a bot, are you bot, are you a robot, are you robot, are you human, are you a human, are you real, are you a real person, is this a bot, is this bot, bot, robot, am i talking to a bot, am i talking to a robot, are you an ai, are you ai, who are you, who is this
`)

export const CHANGE = list(`
  تغییر، تغیر، تغییر بده، تغییر بدم، تغییرش بده، تغییر جواب، عوض، عوضش کن، جوابم رو عوض کن، جوابمو عوض کن، میخوام جوابم رو عوض کنم، اشتباه زدم، اشتباهی زدم، اشتباه شد، اشتباه جواب دادم، دستم خورد، ویرایش،
  taghyir, taghir, taghyeer, avaz kon, eshtebah zadam, eshtebah shod, change, change my answer, change answer, change it, my mistake, wrong button, mistake, oops wrong one, i tapped the wrong one, misclick
`)

export const MENU = list(`منو، فهرست، گزینه‌ها، گزینه ها، امکانات، بازگشت، برگشت به منو، menu, meno, fehrest, options, back, main menu`)
export const HELP = list(`کمک، کمکم کن، کمکم کنید، راهنما، راهنمایی، راهنمایی کنید، چیکار میکنی، چیکار می‌کنی، چه کار میکنی، چه کارهایی میکنی، چی کار بلدی، چه کاری انجام میدی، komak, rahnama, chikar mikoni, help, help me, what can you do, how does this work, commands`)
export const MY_DATA = list(`اطلاعات من، داده‌های من، اطلاعاتم، اطلاعات من رو پاک کنید، اطلاعاتم رو پاک کنید، حذف اطلاعات من، حذف حساب، حسابم رو پاک کنید، چی از من می‌دونید، my data، delete my data، delete my account، what do you know about me، export my data`)
export const SETTINGS = list(`تنظیم، تنظیمات، تنظیم پیام‌ها، تنظیم پیام، تنظیم پیامها، تغییر زبان، زبان، عوض کردن زبان، tanzim, tanzimat, settings, message settings, preferences, language, change language`)
export const POINTS = list(`
  امتیاز، امتیازم، امتیازام، امتیازهام، امتیاز و کدهام، امتیازم چنده، امتیازم چقدره، چند امتیاز دارم، چقدر امتیاز دارم، چندتا امتیاز دارم، امتیاز من، کد تخفیف، کد تخفیفم، کد تخفیف من، کدهام، کدام تخفیف، تخفیف دارم، کد تخفیف دارم، کیف پول،
  emtiaz, emtiyaz, emtiazam, chand emtiaz daram, code takhfif, kode takhfif, points, my points, points and codes, how many points do i have, my coupons, coupon, coupons, my codes, balance, discount code
`)
export const PROBLEM = list(`
  مشکل، یه مشکلی دارم، یه مشکل دارم، یک مشکلی دارم، یک مشکل دارم، مشکل دارم، مشکلی دارم، مشکلی پیش اومده، یه مشکلی پیش اومده، به مشکل خوردم، یه ایرادی هست، گزارش مشکل، ثبت مشکل، ثبت شکایت محصول،
  moshkel, moshkel daram, ye moshkel daram, ye moshkeli daram, moshkeli daram, problem, i have a problem, i have an issue, issue, theres a problem, there is a problem, something is wrong, report a problem
`)
export const ORDERS = list(`
  سفارشم، سفارشم کجاست، سفارش من کجاست، سفارشم کو، سفارشم چی شد، سفارش من چی شد، سفارشم کی میرسه، سفارشم کی میاد، وضعیت سفارش، وضعیت سفارشم، وضعیت سفارش من، پیگیری سفارش، پیگیری، پیگیری سفارشم، رهگیری، رهگیری سفارش، رهگیری مرسوله، کد رهگیری، کد رهگیریم، کد پیگیری، کد رهگیری من، بستم کجاست، بسته‌م کجاست، بسته ام کجاست، بسته من کجاست، بسته م کجاست، بستم کی میرسه، مرسوله‌م کجاست، کی میرسه، کی می‌رسه، کی میاد، کی به دستم میرسه، کی ارسال میشه، کی ارسال می‌شه، کی میفرستید، ارسال شد، ارسال شده، فرستادید، فرستادین، کفشم کجاست، کفشم کی میرسه، سفارش‌هام، سفارشام، سفارش های من، سفارشهای من، خریدم کجاست، خریدم چی شد، محصولم کی میرسه، محصولم کجاست، چرا نرسیده هنوز، پس کی میرسه، چند روزه میرسه، چقدر طول میکشه برسه،
  sefaresham, sefaresham kojast, sefareshe man kojast, sefaresham chi shod, sefaresham key mirese, sefaresham key miad, peygiri, peygiri sefaresh, rahgiri, code rahgiri, kode rahgiri, bastam kojast, key mirese, kei mirese, key miad, ersal shod,
  where is my order, wheres my order, where is my package, where is my parcel, where is it, where is my stuff, order status, my order, my orders, status of my order, track my order, track order, tracking, tracking code, tracking number, track, when will it arrive, when will my order arrive, when does it arrive, when is it coming, has it shipped, did it ship, is it shipped
`)
/** Anywhere in a short message. */
export const ORDERS_INSIDE = list(`
  کی میرسه، کی می‌رسه، کی میرسد، کی به دستم میرسه، کی به دستم می‌رسه، کی میاد، کی می‌آد، کی ارسال میشه، کی ارسال می‌شه، کی میفرستید، سفارشم کجاست، سفارش من کجاست، سفارشم کجاس، سفارشم کو، بسته‌م کجاست، بسته من کجاست، سفارشم چی شد، سفارش من چی شد، وضعیت سفارش، کد رهگیری، کد پیگیری،
  key mirese, kei mirese, sefaresham kojast, sefareshe man kojast, sefaresham chi shod, code rahgiri,
  where is my order, wheres my order, where is my package, wheres my package, where is my parcel, when will it arrive, when will my order, when does it arrive, when is my order, status of my order, tracking number, tracking code, track my
`)
export const NOT_MINE = list(`
  این سفارش من نیست، سفارش من نیست، این سفارش مال من نیست، سفارش مال من نیست، مال من نیست، من سفارشی ندادم، من چیزی نخریدم، من چیزی سفارش ندادم، من خرید نکردم، اشتباه گرفتید، اشتباه گرفتین، اشتباه فرستادید برای من، شماره اشتباهه، من سارا نیستم،
  in sefareshe man nist, male man nist, man chizi nakharidam, eshtebah gereftid, not my order, this is not my order, thats not my order, this isnt my order, not mine, wrong person, wrong number, i didnt order anything, i did not order anything, i didnt buy anything
`)
export const CANCEL_ORDER = list(`
  لغو سفارش، سفارش رو لغو کنید، سفارشو لغو کنید، سفارشمو لغو کنید، سفارشم رو لغو کنید، سفارشم را لغو کنید، سفارشم لغو کنید، سفارشم رو لغو کن، سفارشمو لغو کن، میخوام سفارشم رو لغو کنم، میخوام سفارشمو لغو کنم، میخوام لغو کنم سفارشم رو، لغو خرید، کنسل سفارش، کنسل کردن سفارش، سفارش رو کنسل کنید، سفارشمو کنسل کنید، سفارشم رو کنسل کنید، سفارشمو کنسل کن، سفارشم رو کنسل کن، میخوام کنسل کنم، کنسلش کنید، کنسلش کن، کنسل کنید، کنسل کن، لغوش کنید، لغوش کن، انصراف از خرید، از خریدم منصرف شدم، منصرف شدم، پشیمون شدم از خرید، بله سفارش رو لغو کنید،
  laghve sefaresh, sefaresham ro laghv konid, sefaresham ro cancel konid, sefareshamo cancel konid, cancel konid, canselesh konid, cancel my order, cancel the order, cancel order, please cancel my order, i want to cancel my order, i want to cancel, cancel it, yes cancel it
`)
/** An order, and cancelling it, in one short message that is no question about it. */
export const CANCELLING = list(`لغو، لغوش، کنسل، کنسلش، منصرف، laghv, laghvesh, kansel, cansel, cancel`)
export const AN_ORDER = list(`سفارش، سفارشم، سفارشمو، سفارشو، سفارش‌ها، سفارشمون، خرید، خریدم، خریدمو، sefaresh, sefaresham, sefareshamo, kharid, kharidam, order, purchase`)
export const NOT_CANCELLING = list(`شد، شده، نکن، نکنید، نکنین، نشه، نشود، نمیشه، کردم، کردید، کردین، چرا، میشد، shod, shode, nakon, nakonid, chera, dont, not, why, was, cancelled, canceled`)
export const OFFERS_OFF = list(`
  پیشنهاد نفرستید، پیشنهاد نفرست، پیشنهاد نمیخوام، تبلیغ نفرستید، تبلیغ نفرست، تبلیغات نفرستید، تبلیغات نفرست، دیگه تبلیغ نفرستید، تبلیغ نمیخوام، تخفیف نفرستید، pishnahad nafrestid, tabligh nafrestid, tablighat nafrestid,
  no offers, no more offers, dont send offers, do not send offers, stop offers, no ads, stop ads, stop advertising, no advertising, no marketing
`)
export const OFFERS_ON = list(`پیشنهاد بفرستید، پیشنهاد بفرست، پیشنهادها رو بفرستید، تخفیف بفرستید، تخفیف‌ها رو بفرستید، تخفیفا رو بفرست، پیشنهادها رو هم بفرستید، pishnahad befrestid, takhfif befrestid, send offers, send me offers, yes send offers, send discounts`)
export const LANGUAGE = {
  fa: list(`فارسی، به فارسی، فارسی بنویس، فارسی بنویسید، فارسی صحبت کنید، farsi, persian, farsi benevis, in persian, speak persian`),
  en: list(`انگلیسی، به انگلیسی، انگلیسی بنویس، انگلیسی بنویسید، english, in english, english please, speak english, switch to english, do you speak english, englisi`),
}

/** Answers by the value they stand for; the whole message, once greetings, thanks and fillers are taken away. */
export const ANSWERS: Record<string, string[]> = {
  great: list(`
    عالی، عالیه، عالی بود، عالی هست، عالی است، عالیییه، خیلی عالی، خیلی عالیه، خیلی عالی بود، واقعا عالی، واقعا عالیه، واقعا عالی بود، بسیار عالی، بسیار عالی بود، محشر، محشره، محشر بود، فوق‌العاده، فوق‌العاده‌ست، فوق العاده بود، بی‌نظیر، بی‌نظیره، بی نظیر بود، معرکه، معرکه‌ست، معرکه بود، حرف نداره، حرف نداشت، توپ، توپه، بیست، بیسته، نمره بیست، خیلی راضی‌ام، خیلی راضیم، خیلی راضی بودم، خیلی راضی هستم، کاملا راضی، کاملا راضیم، کاملا راضی هستم، عاشقش شدم، عاشقشم، درجه یک، درجه یکه، پنج ستاره، ترکوندید، گل کاشتید، بهتر از این نمیشه، از این بهتر نمیشه، بهترین، بهترینه، بهترین بود،
    aali, ali, aaliye, alie, ali bood, aali bood, kheyli ali, kheyli aali, kheyli ali bood, mahshar, mahshare, mahshar bood, foghalade, fogholade, binazir, harf nadare, harf nadasht, kheyli raziam, kheyli razi budam, bist, daraje yek, behtarin,
    great, it was great, its great, perfect, excellent, amazing, awesome, wonderful, fantastic, brilliant, superb, love it, i love it, loved it, i loved it, love them, the best, best, top, five stars, five star, absolutely great, very happy, im very happy, extremely satisfied, very satisfied, couldnt be better, outstanding
  `),
  good: list(`
    خوب، خوبه، خوب بود، خوب هست، خوب است، خوب بوده، خیلی خوب، خیلی خوبه، خیلی خوب بود، واقعا خوب بود، واقعا خوبه، بسیار خوب، بسیار خوب بود، همه چی خوب بود، همه چیز خوب بود، همه چی خوبه، راضی، راضیم، راضی‌ام، راضی هستم، راضی بودم، بله راضی هستم، بله راضی بودم، بله راضیم، آره راضیم، آره راضی‌ام، آره خوبه، بله خوبه، بله خوب بود، آره خوب بود، قشنگه، قشنگ بود، خوشم اومد، خوشگله، دوستش دارم، دوسش دارم،
    khub, khoob, khube, khoobe, khub bood, khoob bud, kheyli khub, kheyli khoob, kheyli khube, kheyli khub bood, kheili khub bud, razi, raziam, raziyam, razi hastam, razi budam, are khub bood, are razi am, ghashange, khosham umad,
    good, it was good, its good, very good, pretty good, really good, quite good, nice, very nice, happy, im happy, i am happy, happy with it, im happy with it, i am happy with it, im happy with them, satisfied, im satisfied, i am satisfied, i like it, like it, liked it, yes im happy, yes good, all good, not bad at all
  `),
  ok: list(`
    معمولی، معمولیه، معمولی بود، متوسط، متوسطه، متوسط بود، نه خوب نه بد، نه خوب بود نه بد، بدک نیست، بدک نبود، بد نیست، بد نبود، بدی نیست، ای، ای بد نیست، ای بدک نیست، هی، همچین، همچین بگی نگی، بگی نگی، قابل قبول، قابل قبوله، قابل قبول بود، نرمال، اوکی، اوکیه، اوکی بود، میشه گفت خوبه،
    mamuli, mamooli, mamulie, mamuliye, mamuli bood, motevaset, motavaset, bad nist, bad nabud, bad nabood, badak nist, na khub na bad, oki, okey, okeye,
    ok, okay, its ok, its okay, it was ok, it was okay, so so, soso, average, medium, meh, not bad, its not bad, neutral, acceptable, mediocre, fair, alright, all right, its alright, could be better
  `),
  bad: list(`
    بد، بده، بد بود، بد هست، بد است، بدی بود، خوب نبود، خوب نیست، خوب نبودش، خوب نبوده، راضی نیستم، راضی نبودم، نه راضی نیستم، نه راضی نبودم، ناراضی، ناراضیم، ناراضی‌ام، ناراضی هستم، ناراضی بودم، جالب نبود، جالب نیست، نپسندیدم، خوشم نیومد، دوست نداشتم، دوسش نداشتم، زیاد خوب نبود، خیلی خوب نبود، زیاد راضی نیستم، خیلی راضی نیستم، خیلی راضی نبودم، چندان خوب نبود، پایین تر از انتظار، کمتر از انتظار، ضعیف، ضعیفه، ضعیف بود، پشیمونم، پشیمون شدم،
    bad, bade, bad bood, bad bud, khub nabud, khoob nabood, khub nist, khoob nist, razi nistam, razi nabudam, narazi, naraziam, jaleb nabud, ziad khub nabud, khosham nayumad, dust nadashtam, zaif,
    bad, its bad, it was bad, not good, it was not good, its not good, not very good, not so good, poor, unhappy, im unhappy, not happy, im not happy, i am not happy, not satisfied, im not satisfied, dissatisfied, unsatisfied, disappointed, im disappointed, disappointing, i dont like it, dont like it, didnt like it, i didnt like it
  `),
  'very-bad': list(`
    خیلی بد، خیلی بده، خیلی بد بود، خیلی بدی بود، واقعا بد، واقعا بد بود، واقعا بده، بسیار بد، بسیار بد بود، افتضاح، افتضاحه، افتضاح بود، واقعا افتضاح، واقعا افتضاح بود، خیلی افتضاح، مزخرف، مزخرفه، مزخرف بود، آشغال، آشغاله، آشغال بود، داغون، داغونه، داغون بود، فاجعه، فاجعه‌ست، فاجعه بود، گند، گنده، اصلا خوب نبود، اصلا خوب نیست، اصلا راضی نیستم، اصلا راضی نبودم، به هیچ وجه راضی نیستم، خیلی ناراضیم، خیلی ناراضی‌ام، خیلی ناراضی هستم، کاملا ناراضی، کاملا ناراضیم، بدترین، بدترین بود، بدترین خرید عمرم، به درد نمیخوره، بدرد نمیخوره، بدرد نخور، صفر، چرت، چرته، چرت بود، اصلا به درد نمیخوره،
    kheyli bad, kheili bad, kheyli bade, kheyli bad bood, kheili bad bud, vaghean bad bood, eftezah, eftezahe, eftezah bood, mozakhraf, mozakhrafe, ashghal, ashghale, daghun, daghune, fajee, faje bood, aslan khub nabud, aslan razi nistam, aslan khoob nabood, kheyli naraziam, badtarin, be dard nemikhore,
    very bad, its very bad, it was very bad, really bad, so bad, terrible, its terrible, it was terrible, awful, it was awful, horrible, worst, the worst, hate it, i hate it, garbage, trash, rubbish, useless, disaster, very disappointed, very unhappy, extremely bad, not good at all, not happy at all, crap
  `),
  yes: list(`
    بله، بعله، بلی، آره، آری، اوهوم، اهوم، آها، آهان، یس، درسته، همینطوره، بله بله، آره آره،
    bale, baleh, are, areh, ari, arreh, ohum, aha, yes, yep, yeah, yea, yup, ya, y, yes yes, absolutely, definitely
  `),
  /** More ways to say yes to "has it arrived?" … */
  arrived: list(`
    آره رسید، بله رسید، بله رسیده، آره رسیده، رسید، رسیده، رسیدش، رسید به دستم، به دستم رسید، بدستم رسید، به دستم رسیده، بدستم رسیده، دستم رسید، بله به دستم رسید، آره به دستم رسید، گرفتم، گرفتمش، گرفتیم، بله گرفتم، آره گرفتم، تحویل گرفتم، تحویل گرفتمش، بله تحویل گرفتم، دریافت کردم، دریافت شد، بله دریافت کردم، دیروز رسید، امروز رسید، همین امروز رسید، الان رسید، همین الان رسید، صبح رسید، بله دیروز رسید، آره دیروز رسید، سفارشم رسید، کفشم رسید، بستم رسید، بسته رسید، بسته‌م رسید،
    are resid, are rasid, bale resid, bale rasid, resid, rasid, reside, rasideh, resid dastam, be dastam resid, bedastam resid, gereftam, gereftamesh, tahvil gereftam, dariaft kardam, diruz resid, emruz resid, are diruz resid,
    yes it has, yes it did, yes it arrived, yes arrived, it arrived, it has arrived, its arrived, arrived, its here, it is here, here, got it, yes got it, i got it, received, i received it, yes received, yes i got it, yes i received it, delivered, it was delivered, yesterday, it came, it came yesterday, arrived yesterday
  `),
  /** … and to an offer. */
  agree: list(`
    حتما، باشه، چشم، اوکی، موافقم، قبوله، بفرست، بفرستید، بفرستین، بله بفرستید، آره بفرست، آره بفرستید، بله حتما، آره حتما، بله لطفا، بدم نمیاد، چرا که نه، حل شد، بله حل شد، آره حل شد،
    hatman, bashe, chashm, oki, befrest, befrestid, bale befrestid, are befrest,
    sure, of course, ok, okay, yes please, send them, yes send them, go ahead, why not, please do, i agree, yes sure, solved, its solved
  `),
  no: list(`
    نه، نه ممنون، نه مرسی، خیر، نخیر، نه نفرستید، نه نمیخوام، نمیخوام، نمی‌خوام، نمی‌خواهم، لازم نیست، نیازی نیست، نه لازم نیست، نه نیازی نیست، نه متشکرم، هرگز، اصلا، ابدا، نچ، نوچ، علاقه ای ندارم، علاقه‌ای ندارم، na, nah, na mamnun, na mersi, kheyr, nakheyr, nemikham, lazem nist, noch,
    no, nope, nah, no thanks, no thank you, not interested, i dont want, not now, never, n, no need, dont
  `),
  'not-yet': list(`
    نه، نه هنوز، هنوز نه، هنوز، نه متاسفانه، متاسفانه نه، خیر، نخیر، نه خیر، خیر هنوز، نرسید، نرسیده، نرسیده هنوز، هنوز نرسیده، هنوز نرسیده است، هنوز نرسید، نه نرسیده، نه نرسید، نه هنوز نرسیده، خیر نرسیده، به دستم نرسیده، به دستم نرسید، هنوز به دستم نرسیده، بدستم نرسیده، نه به دستم نرسیده، نیومده، نیومد، هنوز نیومده، نه نیومده، نه هنوز نیومده، نیامده، هنوز نیامده، نگرفتم، هنوز نگرفتم، دریافت نکردم، هنوز دریافت نکردم، تحویل نگرفتم، هنوز تحویل نگرفتم، خبری نیست، هنوز خبری نیست، نه خبری نیست، نچ، نوچ، نیست، منتظرم، هنوز منتظرم، تو راهه،
    na, nah, na hanuz, na hanooz, hanuz na, hanooz na, hanuz, hanooz, kheyr, nakheyr, naresid, narasid, nareside, naresideh, narasideh, hanuz naresid, hanuz nareside, hanooz naresideh, na nareside, na naresid, nayumade, nayumad, hanuz nayumade, nagereftam, khabari nist,
    no, nope, nah, n, not yet, no not yet, not arrived, not arrived yet, it hasnt arrived, it has not arrived, hasnt arrived, hasnt arrived yet, no it hasnt, no it has not, not here, not here yet, nothing yet, still waiting, im still waiting, not received, not received yet, havent received it, i havent received it, didnt arrive, it didnt arrive, never arrived, still not, still nothing
  `),
  fine: list(`
    نه، نه خوب بود، نه خوبه، نه مشکلی نداشت، نه مشکلی نبود، نه نداشت، نداشت، مشکلی نداشت، مشکلی نبود، مشکل نداشت، مشکلی نداشتم، نه مشکلی نداشتم، هیچ مشکلی نداشت، نه هیچ مشکلی نداشت، خوب، خوب بود، خوبه، همه چی خوب بود، همه چیز خوب بود، عالی، عالی بود، نه عالی بود، خیلی خوب بود، به موقع بود، به موقع رسید، سر وقت رسید، سالم رسید، سریع بود، سریع رسید، زود رسید، خیلی زود رسید، نه اصلا، نه همه چی خوب بود، خیر، نخیر، خیر مشکلی نداشت، راضی بودم، نه راضی بودم، اوکی بود، مشکلی نیست، نه ممنون، نه مرسی،
    na, nah, kheyr, na khub bood, na khoob bud, khub bood, khub, moshkeli nadasht, na moshkeli nadasht, moshkel nadasht, nadasht, ali bood, be moghe resid, salem resid, zud resid, sari bood,
    no, nope, nah, n, fine, it was fine, no fine, no it was fine, all fine, no problem, no problems, no trouble, no issues, no issue, none, all good, good, it was good, great, perfect, on time, it was on time, fast, quick, no complaints, nothing wrong
  `),
  late: list(`
    دیر، دیر رسید، دیر بود، دیر اومد، خیلی دیر، خیلی دیر رسید، خیلی دیر بود، یکم دیر رسید، یه کم دیر رسید، کمی دیر رسید، با تاخیر، با تاخیر رسید، تاخیر داشت، تاخیر، طول کشید، خیلی طول کشید، زیاد طول کشید، کند بود، بله دیر رسید، آره دیر رسید، دیر رسید به دستم،
    dir, dir resid, dir rasid, dir bood, kheyli dir, kheyli dir resid, tul keshid, takhir dasht, ba takhir, are dir resid,
    late, it was late, very late, too late, came late, it came late, arrived late, it arrived late, delayed, slow, it was slow, too slow, took too long, it took too long, yes late
  `),
  damaged: list(`
    آسیب دیده، آسیب دیده بود، بسته آسیب دیده بود، جعبه آسیب دیده بود، آسیب دیده رسید، شکسته، شکسته بود، شکسته رسید، پاره بود، بسته پاره بود، بسته‌ش پاره بود، جعبه پاره بود، جعبش پاره بود، له شده بود، جعبه له شده بود، بسته له شده بود، خراب شده بود، خراب رسید، باز شده بود، بسته باز شده بود، بسته بندی خراب بود، بسته بندیش خراب بود، بسته بندی پاره بود، ضربه خورده بود، سالم نبود، سالم نرسید،
    asib dide, asib dide bood, shekaste bood, pare bood, baste pare bood, kharab resid, salem nabood, leh shode bood,
    damaged, it was damaged, damaged parcel, damaged package, the parcel was damaged, the package was damaged, the box was damaged, broken, it was broken, torn, crushed, the box was torn, arrived damaged, yes damaged
  `),
  other: list(`
    چیز دیگه، چیز دیگه‌ای، چیز دیگه ای، یه چیز دیگه، یک چیز دیگه، چیز دیگری، مورد دیگه، دلیل دیگه، دلیل دیگه‌ای، هیچکدوم، هیچ کدوم، هیچکدام، بله، آره، داشت، بله داشت، آره داشت، مشکل داشت، بله مشکل داشت، chize dige, ye chize dige, hichkodum, are, bale, dasht, are dasht, moshkel dasht,
    something else, other, another, another thing, none of these, yes, yeah, yep, yes there was, there was
  `),
  nothing: list(`
    هیچی، هیچ، هیچ چیز، هیچ چیزی، هیچ چی، چیزی نیست، چیزی نه، نه، نه چیزی نیست، نه هیچی، هیچی ندارم، ندارم، نظری ندارم، نظر خاصی ندارم، نه نظری ندارم، چیزی ندارم، حرفی ندارم، نمیدونم، نمی‌دونم، نه ممنون، نه مرسی، همه چی خوبه، همه چیز خوبه، همه چی خوب بود، همه چیز خوب بود، همه چی عالیه، همه چیز عالیه، همه چی عالی بود، همه چیز عالی بود، همه چی عالیه چیزی نیست، لازم نیست، نیازی نیست، خیر، نخیر، فعلا هیچی، فعلا نه، همین خوبه، هیچی همه چی خوبه، هیچی همه چی عالیه، بی نظر، نظری نیست،
    hichi, hich, chizi nist, na, nah, nadaram, nazari nadaram, nemidunam, hame chi khube, hame chiz khube, hame chi alie, fealan hichi, kheyr,
    nothing, nothing at all, nothing really, no, nope, nah, none, no nothing, nothing to change, all good, its all good, everything is fine, everything is good, everything is great, its perfect, dont know, i dont know, no idea, no comment, no comments, n a, na, keep it up
  `),
}
/** Said in front of an answer: «بله، راضی‌ام», «نه، مشکلی نداشت». */
export const YES_FIRST = list(`بله، بلی، آره، آری، bale, baleh, are, areh, yes, yeah, yep`)
export const NO_FIRST = list(`نه، خیر، نخیر، na, nah, kheyr, no, nope`)

/** A scale whose values have other names than ours is read by its scores. */
export const ANSWERS_BY_SCORE: Record<number, string> = { 5: 'great', 4: 'good', 3: 'ok', 2: 'bad', 1: 'very-bad' }

export const EMOJI = {
  top: '😍🥰😘🤩😻❤🧡💛💚💙💜🖤🤍💖💗💕💞💓💯👌🔥🏆💎🥇',
  good: '👍🙂😊😀😃😄😁☺😌😇✅✔👏🤝💪😎',
  middle: '😐😑😶🤔😕🤷',
  bad: '👎😡😠🤬😤🙁☹😞😔😢😭😩😫😒💩🤮🤢❌😣😖',
}

export const NUMBERS: Record<string, number> = numbers({
  0: 'صفر، sefr, zero',
  1: 'یک، یه، اول، اولی، یکی، گزینه یک، yek, ye, avali, aval, one, first, the first one',
  2: 'دو، دوم، دومی، گزینه دو، do, dovom, dovomi, two, second, the second one',
  3: 'سه، سوم، سومی، گزینه سه، se, seh, sevom, sevomi, three, third, the third one',
  4: 'چهار، چار، چهارم، چهارمی، گزینه چهار، chahar, char, chaharom, four, fourth',
  5: 'پنج، پنچ، پنجم، پنجمی، گزینه پنج، panj, panch, five, fifth',
  6: 'شش، شیش، shesh, shish, six',
  7: 'هفت، haft, seven',
  8: 'هشت، hasht, eight',
  9: 'نه تا، noh, nine',
  10: 'ده، dah, ten',
  20: 'بیست، bist, twenty',
  100: 'صد، sad, hundred, a hundred',
})

function list(text: string): string[] {
  return text.split(/[،,\n]/).map(word => word.trim()).filter(Boolean)
}

function numbers(words: Record<number, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(words).flatMap(([number, said]) => list(said).map(word => [word, Number(number)])))
}
