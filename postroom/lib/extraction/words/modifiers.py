"""Words that stand beside a number or a code noun and say what it is. Prefix stems unless in an `_EXACT` table."""

# Makes a "code" a one-time code: verification, login, security, temporary, confirmation, …
VERIFY = """
verif authent authoriz autoris authoris 2fa two-factor twofactor two-step confirm valid secur identi enrol
register registr
bestätig verifiz aktivier authentif freigab sicherheit identif vérif authentif sécurit activat enregistr
verific autentic autoriz segurid firm autentif verificac autoris seguran ativa sicurez verifica conferm attivaz
bevestig verific beveilig activer bekræft bekreft bekräft verifier sikkerhed sikkerhet säkerhet aktiver vahvist todenn
varmenn
kinnit turva apstipr verifik autentif drošīb patvirt patvirtin saugum weryf potwierd autoryz bezpiecz uwierzyt
ověř overe overo potvrz potvrd autoriz zabezpeč bezpečn potrd preverj provjer sigurn proveri potvr megerős hitelesít
ellenőrz biztons
doğrula dogrula onay güvenlik guvenlik təsdiq tesdiq doğrulan tasdiq xavfsiz egiazta berrest konfirm konfim verifye
otantif
xác xac konfirmasi verifikasi aktivasi keamanan pengesahan uthibitish usalama beveiligings konfirmasi
staðfest öryggis cinntigh dearbh dilys cadarnh konfirmim sigurie
подтверж авториз безопас активац проверо проверк підтвер безпек активаці потвърд потврд потврди провер пацвярдж
ырасто дуруст баталга растау тасди тасдиқ
επαλήθ επιβεβα ενεργοπ ασφαλ ταυτοπ επικύρ
დადასტ ვერიფ გააქტ დამადას ավտոր հաստատ ստուգ
אימות אישור הזדהות אבטחה הפעלה וידוא
تحقق التحق تأكيد تاكيد تفعيل مصادق توثيق أمان تایید تأیید تائید فعال احراز امنیت هویت تصدیق
सत्याप पुष्टि प्रमाण सुरक्षा যাচাই சரிபார் ధృవీక
freischalt abhol afhaal ophaal hämtkod hämt afhent hente nouto noutok odbior odbier vyzved prevz átvétel nyitó
ridicare retirada recog retrait ritiro pickup pick-up collect collection teslimat выдач получен отриман видач استلام
تحويل_ איסוף identifik vérifi quyết xacminh konfirmu vahvistam авторизац пацвердж тасдиқи дастрас दर्ज_ ਪੁਸ਼ਟੀ ଯାଞ୍ଚ
ସତ୍ୟାପନ પુષ્ટિ ચકાસણી ಪರಿಶೀಲ ದೃಢೀಕ പരിശോധ സ്ഥിരീക சரிபார்ப்பு සත්‍යාපන တည်ပြု ማረጋገጫ دڵنیا بەشداری באשטעט
activac activaz activez activeer activar activare active_
entsperr prüf ontgrendel åtkomst autentiser upplåsn godkend godkjenn pääsy aktivoin tekstiviesti tunnist aktiveer
autenti väljastus aðgang virkjun auðkenn sekuriteit kopplung koppeln parowan spárov
kuthibitish დასადასტ לאמת لتأكيد
déverrouill secret_ confidentiel provisoir desbloq levantament monous convalid sblocc segret sekret aktywacyj потвърж
сигурн удостовер активиран аутентиф верифик верифік автентиф перевір бяспек актывац праверк otentik pengambil rahasia
keselamat pengaktif seguretat sekirite diogelwch odblokow odblok секретн секрет
"""
LOGIN = """
login logging log-in acced anzumeld einzulogg signin sign-in signing access acces unlock anmeld einlogg zugang zugriff
connexion connect accès acceso
inicio ingres sesión sesion acesso entrada entrar access conness inlog aanmeld toegang logind inlogg innlogg pålogg
adgang
kirjaut sisselog sisene pieteik ieeja ienāk prisijung logow zalogow dostęp přihlaš prihlas přístup prístup prijav
pristup dostop
belép bejelentk conectar autentific giriş giris oturum girişi kirish kiris saio sarb koneksyon koneksy đăng dang masuk
akses
вход входа войти входу вхіду логин сеанс регистрац доступ вхід увійти пријављ пријав нэвтр кирүү кіру
σύνδεσ εισόδ συνδ შესვლ մուտք כניסה התחבר דخول دخول الدخول ورود لاگین लॉगिन প্রবেশ
tilgang juurdepääs innskrán
loggen logga logge přihláš prihlás تسجيل لتسجيل kuingia conecta
লগইন
достъп пристап mewngofn
"""
LOGIN_EXACT = "sign log meld"
RESET = """
reset recover restor forgot zurücksetz zuruecksetz wiederherst réinit reinit récupér restabl recuper redefin reimpost
ripristin
herstel opnieuw nulstil gendan tilbakestill gjenopprett återställ palaut nollaa taasta lähtesta atjauno atiestat
atstat atkūr
resetow odzysk obnov obnoven resetov vynulov ponastav visszaáll resetare reseta sıfırla kurtar yenile tiklash tiklas
berrezar
reyinis re-inis pemulihan đặt_lại khôi_phục сброс восстан скидан віднов ресет възстан смяна шинэч калыбына қалпына
επαναφ ανάκτησ
აღდგენ איפוס שחזור إعادة استعادة بازنشان بازیاب रीसेट पुनर्प्राप्ति
"""
ONE_TIME = """
one-time onetime single-use temporary temporal passcode einmal einmalig éphémère temporair usage único unico temporan
temporane eenmalig
engangs engångs kertakäyt ühekord vienreiz vienkartin jednoraz jednokrat jednokrát enkratn egyszer tek_kullan birdəf
bir_martalik
одноразов одноразо временн сеансов сессионн еднократ једнократ μίας_χρήσ προσωριν ერთჯერად ertjerad חד-פעמי חד פעמי
مؤقت لمرة یکبار پویا موقت
привремен մեկանգամ удаагийн sekali sementara përkohsh njëpërdor privremen začasn dočasn tymczas laikin pagaidu ajuti
ideiglenes geçici müvəqqəti vaqtincha уақытша тимчас bráðab einnota अस्थायी
unique_ unic_ tymczasow
"""
ENTRY_WORDS = """
prompt wachtwoord adgangskod lösenord losenord salasan salasõn jelszó heslo hesl hasł slaptaž parol passwor mot_de_passe
contraseñ contraseny senha
lozink gesl şifre sifre лозин пароль пароля паролю парол गुप्त kata_sandi sandi modpas
"""
# "your": a code that belongs to the reader.
OWN_EXACT = """
your dein deine deinen ihr ihre ihren euer votre vos ton ta tu su sus tuo tua suo sua vostro teu seu vossa uw je jouw
din ditt dit deres sinun teie sinu
jūsu jūsų tavo twój twoj twoje váš vas vaš vaša vaše tvoj az ön siz sizin sizning kodunuz ваш ваша ваше вашият вашиот
твой твоя ваший твій сіздің сиздин таны
σας თქვენი ձեր שלך لك شما آپ आपका আপনার உங்கள் anda kamu kod-ul tău dumneavoastră teu zure ou yako wako bạn ban cua
þinn þín juaj tuaj leur njihov deg
"""

# A number beside one of these is a number of something else.
LABEL = """
referenc shipment consignment
polic
contract teleph hotline postal
postcod postc
conferenc quantity balanc subtotal version
licens licence
case_ chapter pnr barcode discount coupon voucher
country store_ host_ article artikel artículo articolo artigo
artykuł статья стать
transact txn utr
bestell auftrag rechnung beleg buchung sendung paket kunden konto karten mitglied vertrag telefon handy hotline
durchwahl zimmer
platz wagen flug gleis straße strasse postleit betrag summe preis saldo menge artikel version gutschein rabatt
vorgang
aktenzeichen faktur quittung fehler
commande facture reçu billet réserv référ suivi colis client compte membre contrat téléph chambre siège
montant
solde quantité remise réduct postal dossier
pedido factura recibo billete boleto reserva referenc seguim paquete envío cliente cuenta miembro contrato teléf telef
móvil
habitac asiento vuelo calle importe precio saldo cantidad descuento cupón postal expedient
encomenda fatura bilhete referên rastre cliente contrato quarto lugar valor preço quantidade descont cupom
postal protocolo
ordine fattura ricevut biglietto prenotaz riferim spedizion pacco cliente conto tessera contratto camera posto
carrozza importo
prezzo quantità sconto buono postale fiscale pratica
bestell factuur boek kenmerk zending pakket klant rekening kaart telefoon kamer stoel vlucht bedrag
prijs saldo korting
ordre faktura kvittering kvitto biljett bokning referanse sporing forsendelse försändelse pakke paket
kunde kund konto
kort medlem plass belopp beløb beløp rabat
tilaus lasku kuitti lippu varaus viite seuranta paketti asiakas tili kortti puhelin huone summa hinta
tellimus arve pilet saadetis klient konto telefon summa pasūt rēķin biļet sūtīj klient tālru summa cena
užsak sąskait biliet siunt klient telefon suma kaina
zamów zamow faktur paragon bilet rezerw przesył paczk paczkomat klient umow telefon kwot cena saldo rabat
pocztow zgłosz
objedn faktur účtenk jízden rezerv zásil zásiel balík klient zákazn účet účt ucet ucte telefon částk cena sleva
psč
naroč račun racun narudž karta rezerv pošilj pošilk paket stran kupac telefon iznos znesek cijena cena popust
rendel számla szamla jegy foglal csomag ügyfél szerződ telefon összeg ár_ kedvez irányító
comand factur bilet rezerv colet client cont_ telefon preț reducere poștal
sipariş siparis fatura fiş bilet rezerv takip kargo gönderi müşteri hesap kart üye telefon koltuk tutar fiyat
bakiye indirim posta
sifariş faktura buyurtma hisob
заказ счет счёт квитан билет брон трек посыл отправлен накладн клиент абонент договор телефон тел_ звон номер комнат
место рейс
поезд вагон сумм цена баланс скид промо почтов индекс карт обращен заявк замов рахун квит бронюв посил клієнт догов
телефон цін
знижк індекс поръчк фактур пратк телефон сума цена поруџб рачун пошиљк износ захиалг данс утас дүн заказ
παραγγελ τιμολόγ απόδειξ κράτησ εισιτήρ αποστολ δέμα πελάτ λογαριασμ κάρτ τηλέφ ποσό τιμή υπόλοιπο έκπτωσ ταχυδρομ τκ
შეკვეთ ანგარიშ ტელეფონ თანხ s/n p/n
הזמנה הזמנת חשבונית קבלה כרטיס משלוח מעקב חבילה לקוח חשבון טלפון סכום מחיר יתרה מיקוד
طلب الطلب فاتورة حجز تذكرة شحنة تتبع حساب هاتف مبلغ سعر رصيد بطاقة بريدي سفارش فاکتور رزرو بلیط مرسوله پیگیری حساب
تلفن مبلغ مقدار
قیمت موجودی کارت تاریخ تاريخ ساعت
राशि कार्ड ऑर्डर चालान खाता फोन
pesanan faktur tagihan tiket paket pelanggan rekening akun_ telepon jumlah harga saldo diskon pos_
đơn hóa đặt_chỗ vận kiện tài_khoản tai_khoan thẻ điện_thoại tiền giao_dich giao_dịch gd_
agizo ankara tiketi malipo kiasi salio simu
commann fakti tikè
komanda eskaera faktura
filial carte_ cartes_ cartão cartao tarjeta tarj_ kártya terminac terminad terminant llame llama appelez
chiam zadzwoń infolin zavolejte hívja sunați ligue anruf rufnumm notruf hubung tawag اتصل تماس התקשרו कॉल gọi soita
helista zvaniet skambin رحلة پرواز uçuş ucus penerbangan chuyến полет járat zbor ваго entidad montante numru rhif
uimhir нумар
ticketnum ticketnr priser prisen contas kontonr kontonu kontoen kontoj
reserv warning
bookingref
bankleitzahl kassenzeich ramal matricola anknytn přípoj ügyszám raðnúm pöntunarnúm strikamerk reeksnom faktuurnom
poliz polis vorwahl
ברקוד بارکد सीरियल সিরিয়াল চালান வரிசை நம்பர் नंबर সংখ্যা серийн дугаар variabilní extensión hợp
ordernum patientenn сериск полис شناسه نمبر
localizad паштов поштанск cikksz postiind póstnúm indeks индэкс
"""
# Of these only the word itself and its plural: names of firms begin with them.
LABEL_ENGLISH = """
order invoice receipt ticket booking tracking parcel package customer account acct member phone mobile call fax
extension room seat flight train coach row suite street zip meeting webinar serial model sku item qty total amount price
build permit page vat iban bic swift sort promo gift dress error status source area branch terminal server badge
merchant review conduct color colour style hex docket claim payment ending card visa mastercard helpline report
reservation
"""
LABEL_EXACT = """
ref refs ref. id ids tel tel. ph fon mob cell a/c ac acc no case issue pr bug p. gate bay po box rev
ver v ext ft sq stk pos dpt apt unit art lot nip nif cif siret pesel psc pin_code plz cp cap ltd
upi auth avl inv info gd lh stop text txt reply ll ch pg tlf puh till dob hrb hd tk
final bel ring kall linha zákaznícka fl
bon bons kont kontu konta kontem lid oda odası pris resi rom rum rue rues sum sums tien vol vols volo voli voo
voos vé hind сум dial dialing conta tickete ticketul prix
ends dials called
post
interno позив hóa numri
"""
NUMBER = """
number numer numéro número numero nummer nummeret numeris numurs číslo cislo číslo broj številk szám sorszám номер
нөмір рақам raqam
numarası numara nömrə αριθμ ნომერ מספר رقم شماره संख्या nomor nombor số_ nambari nimewo zenbaki numărul număr
"""
NUMBER_EXACT = "no nr nr. n° nº № num no. č č. so br str ο αρ"
# Beside a code noun: then it is another sort of code ("zip code", "code review", "Postleitzahl").
OTHER_CODE = """
postal postcod area country locat response result reply exit freeze coverage qualit editor owner return
diagnost http smtp source dress error status sort swift barcod build warn fiscal product item colour color hex
style
referral affiliat airport iata morse penal civil conduct review repositor snippet block reserv tracking
order voucher gift qr
postleit buchung pocztow poštov postov pošt почтов поштен поштов ταχυδρομ بريدي prenotaz postale fiscale catastal
réserv postaux
reserva rastre penale rezerwac izvor источ исход ошибк штрих fehler quell strich error_ hata posta פריט מיקוד پستی
پیگیری رهگیری ملی تخفیف معرف پذیرنده ترمینال دستوری مرسوله سفارش خصم الخصم
ref_ reference khách khach department dept employee style catalog catalogue branch station centro centre
zentrum produit prodotto produto producto produkt produktu товар товара курс offre poslovni poštni irányítóz nipunic
cupom cupón descuento
área filial boek bok_ bokning kund kunde klant varau buchung
prescript appointment biller
payer vacanc ledger
page_ parrain fournisseur agence guichet magasin commune département établissem article ape_
naf_ insee barras país paises provinc municip sucursal tienda emplead proveed promocional referid localizador
pedido seguim convenio cups_ beneficiár cedente loja agência fornec desconto indica artigo tribut univoco destinatar
barre_ paese filiale dipendent fornitor sconto ordine spediz meccanograf catast ateco_ sdi_ pod_ pdr_ cliente articol
recept świadcz towar rabatow promocyj kresk kraj oddział sklep pracownik błęd kolor polecaj zamów przesył pkwiu_ pkd_
wizyt skierow klient slevov rezerv objedn zákazn zbož čárov země pobočk chyb barv pojišťov zľavov tovar čiarov krajin
farb popust naroč izdel kupc črtn držav napak narudžb proizvod greš попуст резерв наруџб производ купц држав греш
kedvezm foglal rendel termék cikksz ügyfél ország hibak irányít produs reducer comand poștal poştal bare_ țări țară
eroare culoare angajat caen_ județ пощенск отстъп поръч продукт артикул магазин булстат нарач плательщ бронир заказ
регион город стран отделен скидк подраздел оквэд_ октмо_ кбк_ бик_ партн реферал маркиров рецепт платник клієнт клиент
брон замов регіон міст країн помил кольор зниж єдрпоу_ кліент тавар паштов скідк тауар тапсырыс пошта жеңілдік müşteri
musteri ürün urun sipariş siparis indirim kampanya ülke şehir şube mağaza renk vergi referans takip personel
müştəri məhsul sifariş endirim poçt ölkə xəta rəng mijoz mahsulot buyurtma chegirma pochta davlat προϊόντ προϊοντ
πελάτ κράτησ παραγγελ έκπτωσ εκπτωτ χώρας σφάλμ χρώματ καταστήμ υπαλλήλ αποστολ პროდუქტ საფოსტ ფასდაკლ ჯავშნ შეკვეთ
զեղչ փոստ պատվեր ապրանք ամրագր מוצר לקוח הנחה צבע שגיאה מדינה סניף הזמנה הזמנת المنتج منتج العميل عميل الدولة الفرع
الخطأ اللون الطلب الشحنة التتبع الموظف المتجر البريدي الحجز حجز تتبع محصول مشتری شعبه خطا رنگ رزرو کالا پوسٹل पिन डाक
पोस्टल उत्पाद ग्राहक कूपन छूट बुकिंग ऑर्डर त्रुटि रेफरल পোস্ট পোস্টাল কুপন ছাড় অর্ডার পণ্য அஞ்சல் chỗ bưu vạch thuế
giảm sản_ phẩm giới produk pelanggan pos_ diskon diskaun tempahan pesanan negara warna cabang karyawan barang
ralat atlaid atlaiž pasūt preces pasta valsts kļūd krās personas nuolaid užsak prekės pašto šali klaid spalv įmonės
mokėt asmens descompt producte comanda deskontu disgownt archeb zbritj postar produktit klientit poros skont postali
afslag kliënt besprek шуудан захиалг хөнгөлөлт бараа арзандат punguzo bidhaa
bollett apuest banque_
extens erreur pays_ depart departam traccia tracciam amico negozio reparto śledz podatk dział sledov doporuč prodejn
oddělen predajn oddelen sledenj trgovin praćenj odjel odel праћењ продавн референт проследяв држават держав следењ
отслежив отдел відстеж відділ бранірав зніжк памылк краін αναφορ πληρωμ nyomköv promóc hivatkoz urmăr recomand abonat_
davet_ birim izləm abonent კლიენტ შეცდომ პრომო ქვეყნ հաճախորդ սխալ պրոմո երկր қате ел_ bron_ xato mamlakat хэрэглэгч
алдаа улсын חנות الإحالة إحالة المرجع مرجع القسم قسم فروشگاه کشور آرڈر بکنگ کسٹمر پروڈکٹ ڈسکاؤنٹ ٹریکنگ ایرر ट्रैकिंग
स्टोर देश विभाग शाखा বুকিং গ্রাহক ট্র্যাকিং ত্রুটি রেফারেল দেশ ஆர்டர் முன்பதிவு வாடிக்கையாளர் தயாரிப்பு தள்ளுபடி பிழை
கூப்பன் lỗi hàng_ chiếu quốc nhân pelacak pajak kesalahan departemen batang jejak penjejak cukai rujukan kedai jabatan
mteja nchi brūkšn veikal broneering poe_ registri botiga barres erreserba bezero gabim warranty patient država земље
државе state_
vận khuyến tham phòng thành_ hồ_ erro_ oddelk magazin registr_ patienten
paie помещен приміщен
"""
OTHER_CODE_EXACT = """
city cost costs dial zip tax base post bar exam exams class course survey surveys region currency language job jobs lot
stok toko cita model district employer payroll project budget customer client member dealer supplier vendor merchant
asset database batch subject stock conference dialing customers clients members ticket tickets
zone programme program school charge activity cpt hs tariff commodity stop lab sample route module faculty unit
group party grade rate
fare fee service species sponsor team game event venue item exit price
booking bookings
erreur pays warranty patient error errors departamento departament
ưu erro
"""
PROMO_EXACT = """
sale sales deal deals save saved off offer offers checkout
"""
PROMO = """
redeem redeemed avantage privilège kupon купон קופון הטבה kupón kuponnya kortingscod prihran ugodn avantajs promo
discount coupon voucher cashback rabatt rabat gutschein angebot aktion
promotion réduc soldes descuent oferta cupón
rebaja desconto promoç cupom sconto offert korting aanbied zniżk promoc slev zľav popust akcij kedvezm reducer indirim
kampany скидк
акци промо знижк отстъп проме έκπτωσ προσφορ הנחה מבצע خصم عرض تخفیف छूट diskon
descompt deskontu disgownt endirim chegirm afslag afslátt zbritj atlaid atlaiž nuolaid soodus alennus попуст жеңілдік
хөнгөлөлт арзандат ფასდაკლ զեղչ diskaun punguzo giảm skont parrainage
"""
ENTER = """
upiš unes prepiš enter type input insert submit use_ using provide give eingeb geben gib verwend nutz saisi entre entrez
tapez utilis
introdu ingres digit escrib
usa utilic insira insir informe inser digita inserisc voer gebruik indtast skriv oppgi ange syötä kirjoita sisesta
ievad įves wpisz podaj
wprowad zadej zadejte zadajte vnes unes introduc add_meg írd girin gir giriniz daxil kirit введ введит вводите внес
уведі введіть въвед унес
εισαγ εισάγ πληκτρ შეიყვ הזן הזינו הקש أدخل ادخل وارد दर्ज nhập nhap masukkan ingiza antre sartu оруул жаз
eingab använd brug bruk käytä użyj použij írja foloseș folosi использу використ kullan استخدم उपयोग লিখুন dùng gunakan
shkruani përdor weka ilagay gamitin енгіз մուտքագր utilice emplea benyt pasukan
"""
# A list of codes for a rainy day.
BACKUP = """
backup back-up backupcod recover rescue emergency scratch wiederherst ersatz notfall secours récupér respald recuper
riserva herstel zapasow odzysk
záložn obnovov reservkod återst reservek sikkerhets varmuus palautus biztonsági yedek kurtarma резервн восстан відновл
εφεδρ גיבוי احتياط الاحتياط
پشتیبان cadang pemulih rezerv reserv dự
"""
# A noun among these warns and announces nothing that stands in the next sentence.
NEVER_EXACT = """
never not don't nobody nie niemals nicht niemand jamais nunca jamás não nao mai non nooit niet aldrig inte ikke aldri
älä emme koskaan
ära kunagi nekad neizpaud niekada niekam nigdy nikomu nikdy nikomu nikoli nikada nemojte soha senkinek niciodată nimănui
asla kimseyle
paylaşmayın heç никогда никому ніколи нікому нікому никога никогаш никад ποτέ μην մի ոչ არასდროს לעולם אל לא لا أبدا
هرگز نده न नहीं না
jangan tidak không huwag usimpe moenie ešte peidiwch ekki mos mai-
"""
# Scripts without blanks between words: looked for as substrings of the neighbourhood.
SUBSTRINGS = {
    "positive": """
验证 驗證 認証 认证 認證 確認 确认 登录 登入 登錄 安全 动态 動態 一次性 激活 随机 本人 ログイン 인증 확인 로그인 본인
보안 일회용 ยืนยัน เข้าสู่ เข้าใช้ ลงชื่อ otp ປ່ຽນ
绑定 綁定 取件 开户 付款验证
""",
    "reset": """
重置 重設 重设 找回 再設定 リセット 초기화 재설정 รีเซ็ต รีเซ็ท
""",
    "login": """
登录 登入 登錄 ログイン 로그인 เข้าสู่ เข้าใช้ ลงชื่อ
""",
    "label": """
商品 製品 상품 제품 品番 订单 訂單 运单 運單 快递 单号 單號 订单号 编号 編號 流水 发票 發票 金额 金額 余额 餘額 尾号
尾號 末四 后四碼 後四碼
卡号 卡號 账号 帳號 电话 電話 手机号 热线 邮编 郵遞區號 资费 资費 优惠 折扣 识别碼 識別碼 交易 会议 會議 注文 請求
領収 予約 追跡 伝票 お問い合わせ 電話 郵便 金額 残高 会員 口座 振込 주문 송장 운송장 예약 결제 금액 잔액 계좌 카드
전화 우편 문의 쿠폰 할인 접수 คำสั่งซื้อ ใบเสร็จ พัสดุ จอง บัญชี โทร จำนวน ยอด ราคา รหัสไปรษณีย์ ref
订位 訂位 股票 证券 證券 邮政 郵政 拨打 撥打 致电 致電 紹介 エラー 国番号
추천인
ซีเรียล 割引 国コード ロット メーター シリアル
바코드 로트 계량기 청구서 일련 프로모션 条形 條碼 批次
批号 批號 电表 電表 电号 電號 银行代 銀行代 邀请 邀請
รหัสข้อผิด รหัสแนะนำ รหัสประเทศ รหัสแผนก รหัสสมาชิก รหัสลูกค้า รหัสสินค้า รหัสสาขา รหัสพนักงาน รหัสคำสั่ง รหัสส่วนลด
優惠碼 优惠码 お客様コード お客様番号 部署コード バーコード 고객코드 고객번호 매장코드 부서코드 客户代 客戶代 客户号
产品代 產品代
门店代 門市代 国家代 國家代 部门代 部門代 机构代 機構代 预订代 預訂代 국가코드 지점코드 오류코드 支店コード 店舗コード
序列号 序列號 推荐码 推薦碼 推荐代 错误代 錯誤代 错误码
แจ้งหนี้
工单 工單 查询密 查詢密
""",
    "promo": """
优惠 折扣 满减 クーポン 割引 セール 쿠폰 할인 ส่วนลด คูปอง
優惠 โค้ดส่วนลด
""",
    "backup": """
バックアップ リカバリー 予備 备用 备份 恢复 備用 復原 백업 복구 สำรอง
""",
    "enter": """
用于 用於 按 输入 輸入 填写 入力 입력 ป้อน กรอก ใส่
""",
}
