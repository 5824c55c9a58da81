"""Help pages in thirty languages, with the old encodings that files in each of them come in."""

import unicodedata
from dataclasses import dataclass

WEST = ("cp1252", "iso8859_1", "iso8859_15", "mac_roman", "cp850")
CENTRAL = ("cp1250", "iso8859_2", "cp852")
CYRILLIC = ("cp1251", "iso8859_5", "koi8_r", "cp866")
BALTIC = ("cp1257", "iso8859_13")


@dataclass(frozen=True)
class Language:
    """`texts`: the names of the two columns, then questions and answers in turn."""

    name: str
    encodings: tuple[str, ...]
    texts: tuple[str, ...]

    def table(self, first: int, rows: int) -> str:
        some = self.texts[2 * first : 2 * (first + rows)]
        return "".join(f"{asked};{answered}\n" for asked, answered in zip(some[::2], some[1::2], strict=True))


# fmt: off
LANGUAGES = (
    Language("German", WEST, (
        "Frage", "Antwort",
        "Wann haben Sie geöffnet?", "Täglich von neun bis achtzehn Uhr, außer an Feiertagen.",
        "Kann ich meine Bestellung ändern?", "Ja, bis zum nächsten Morgen über die Übersicht in Ihrem Konto.",
        "Was kostet der Rückversand?", "Für Sie nichts. Das Etikett liegt dem Paket bei.",
        "Wo finde ich meine Kundennummer?", "Oben rechts auf jeder Rechnung, gleich über der Anschrift.",
        "Muss ich die Größe vorher wissen?", "Nein, wir messen vor Ort und tauschen kostenlos um.",
        "Gibt es Prüfungen auch am Samstag?", "Für Anfänger ja; für Fortgeschrittene nur nach Absprache.",
        "Wie kündige ich?", "Mit einem kurzen Brief oder im Menü unter „Verträge“, vier Wochen vor Schluss.",
        "Nehmen Sie auch Bargeld?", "Ja, an der Kasse. Geräte über 500 Mark zahlen Sie bitte mit Karte.",
    )),
    Language("French", WEST, (
        "Question", "Réponse",
        "Quels sont vos horaires d'été ?", "Du lundi au vendredi de 9 h à 18 h, le samedi jusqu'à midi.",
        "Où trouver mon numéro d'abonné ?", "Il est imprimé en haut à droite de chaque facture reçue.",
        "Puis-je être remboursé ?", "Oui, dès que l'article est arrivé à l'entrepôt, sous quatorze jours.",
        "Le colis a été abîmé, que faire ?", "Prenez une photo et écrivez-nous : nous en renvoyons un aussitôt.",
        "La livraison est-elle gratuite ?", "À partir de cinquante francs, oui, même à l'étranger.",
        "Comment changer mon mot de passe ?", "Ouvrez les paramètres, puis « Sécurité », et suivez l'étape deux.",
        "Acceptez-vous les chèques ?", "Non, hélas : seulement les cartes et les virements.",
        "Ça marche aussi à Noël ?", "Bien sûr, mais les délais sont plus longs qu'à l'ordinaire.",
    )),
    Language("Spanish", WEST, (
        "Pregunta", "Respuesta",
        "¿Cuál es el horario de atención?", "De lunes a viernes, de nueve a seis; los sábados está cerrado.",
        "¿Cómo cambio mi contraseña?", "En el menú, sección «Seguridad», pulse el botón de recuperación.",
        "¿Cuánto tarda el envío a Cataluña?", "Entre tres y cinco días hábiles después de la confirmación.",
        "¿Puedo devolver un artículo?", "Sí, durante un mes, con la etiqueta que está en el paquete.",
        "¿Necesito un número de teléfono español?", "No, también aceptamos números de otros países.",
        "¿Dónde está la oficina?", "En la calle Núñez de Balboa, número doce, segundo piso.",
        "¿Se paga más por niños pequeños?", "Los niños de menos de seis años no pagan nada.",
        "¿Quién recibe mi petición?", "La lee una persona del equipo técnico esa misma mañana.",
    )),
    Language("Portuguese", WEST, (
        "Pergunta", "Resposta",
        "Qual é o horário de atendimento?", "De segunda a sexta, das nove às dezoito; não abrimos aos sábados.",
        "Como faço a devolução?", "Imprima a etiqueta na página «Encomendas» e entregue em qualquer balcão.",
        "Vocês entregam no sertão e nas ilhas?", "Sim, mas a entrega pode demorar até três semanas úteis.",
        "Preciso de cartão de crédito?", "Não. Também é possível pagar por transferência ou em dinheiro.",
        "Onde está o número da inscrição?", "No canto da fatura, logo abaixo do seu endereço.",
        "Há descontos para famílias?", "Há: a partir de dois irmãos, cada lição custa menos dez por cento.",
        "Posso alterar a reserva amanhã?", "Pode, até às vinte horas, sem custos de alteração.",
        "Então não há contrato?", "Não há fidelização; a mensalidade é paga mês a mês.",
    )),
    Language("Italian", WEST, (
        "Domanda", "Risposta",
        "Qual è l'orario di apertura?", "Dal lunedì al venerdì, dalle nove alle diciotto; il sabato no.",
        "Perché il pagamento è stato rifiutato?", "Di solito perché la carta è scaduta: controlli la validità.",
        "Si può cambiare la quantità più tardi?", "Sì, finché il pacco non è già partito dal magazzino.",
        "C'è un costo per la disdetta?", "No, la disdetta è gratuita e vale dal mese seguente.",
        "Dov'è la città più vicina?", "A Forlì; da lì un autobus parte ogni mezz'ora.",
        "Potrò avere la fattura?", "Certo: arriverà per posta elettronica il giorno dopo.",
        "Chi può venire al corso?", "Chiunque abbia più di sedici anni; l'età va provata con un documento.",
        "Verrà anche il tecnico?", "Verrà giovedì, a metà mattina, e porterà il pezzo.",
    )),
    Language("Swedish", WEST, (
        "Fråga", "Svar",
        "När har ni öppet?", "Måndag till fredag mellan nio och arton, lördagar till klockan två.",
        "Hur ändrar jag min beställning?", "Öppna översikten och välj ”Ändra” innan paketet är på väg.",
        "Måste jag betala för frakten?", "Nej, över fyrahundra kronor är frakten gratis även på Åland.",
        "Får jag ta med hunden?", "Ja, på gården men inte inne i köket.",
        "Vad gör jag om varan är trasig?", "Skicka en bild så får ni en ny på två dagar.",
        "Var hittar jag mitt kundnummer?", "Längst upp på fakturan, före er adress.",
        "Går det att säga upp när som helst?", "Ja, uppsägningen gäller från nästa månad.",
        "Är det någon som svarar på kvällen?", "Nej, då når ni bara vår telefonsvarare.",
    )),
    Language("Danish", WEST, (
        "Spørgsmål", "Svar",
        "Hvornår har I åbent?", "Mandag til fredag fra ni til atten, og lørdag til klokken to.",
        "Kan jeg ændre min ordre?", "Ja, så længe pakken ikke er på vej; vælg ”Ændr” i oversigten.",
        "Hvad koster det at få varen på øerne?", "Det er gratis over tre hundrede kroner, også på Ærø og Læsø.",
        "Må jeg tage børn med?", "Ja, børn under ti år går gratis ind sammen med en voksen.",
        "Hvor står mit kundenummer?", "Øverst på regningen, lige før din adresse.",
        "Hvordan opsiger jeg aftalen?", "Skriv en kort besked; så løber den til månedens udgang.",
        "Får jeg pengene tilbage?", "Ja, inden for fjorten dage på den konto du betalte fra.",
        "Svarer I også om aftenen?", "Nej, så møder du kun vores telefonsvarer.",
    )),
    Language("Finnish", WEST, (
        "Kysymys", "Vastaus",
        "Milloin olette auki?", "Arkisin yhdeksästä kuuteen, lauantaisin kahteen saakka.",
        "Voinko vielä muuttaa tilausta?", "Kyllä, niin kauan kuin lähetys ei ole lähtenyt varastolta.",
        "Mitä teen, jos tuote on rikki?", "Lähettäkää meille kuva, niin saatte uuden viikon sisällä.",
        "Mistä löydän asiakasnumeroni?", "Se on laskun yläreunassa heti osoitteen jälkeen.",
        "Täytyykö minun maksaa palautuksesta?", "Ei täydy, palautus on teille ilmainen myös Pyhäjärvellä.",
        "Saako koiran tuoda mukaan?", "Pihalle saa, mutta keittiöön ei pääse.",
        "Miten irtisanon sopimuksen?", "Kirjoittakaa lyhyt viesti; se päättyy kuukauden lopussa.",
        "Vastaatteko myös öisin?", "Emme, mutta viestin voi jättää vastaajaan.",
    )),
    Language("Icelandic", ("cp1252", "iso8859_1"), (
        "Spurning", "Svar",
        "Hvenær er opið hjá ykkur?", "Við erum með opið frá níu til sex alla virka daga, en lokað á sunnudögum.",
        "Get ég breytt pöntuninni?", "Já, það er hægt þangað til pakkinn fer af stað úr vöruhúsinu.",
        "Hvað kostar að skila vöru?", "Það er ókeypis; miðinn fylgir með í kassanum.",
        "Þarf ég að greiða fyrirfram?", "Nei, þú getur líka greitt þegar þú sækir pöntunina.",
        "Hvar finn ég viðskiptanúmerið mitt?", "Efst á reikningnum, rétt fyrir ofan heimilisfangið þitt.",
        "Má taka hundinn með?", "Já, úti í garðinum en ekki inni í eldhúsinu.",
        "Hvernig segi ég upp samningnum?", "Sendu okkur stutt bréf; hann rennur út í lok mánaðarins.",
        "Svarið þið líka á kvöldin?", "Nei, þá er bara símsvari sem tekur við skilaboðum.",
    )),
    Language("Polish", CENTRAL, (
        "Pytanie", "Odpowiedź",
        "Czy mogę zwrócić książkę?", "Tak, w ciągu trzydziestu dni, jeżeli nie była używana.",
        "Kiedy wyślecie moją paczkę?", "Zamówienia złożone do południa wysyłamy jeszcze tego samego dnia.",
        "Gdzie znajdę numer klienta?", "Na górze każdej faktury, tuż nad adresem płatnika.",
        "Ile kosztuje wysyłka za granicę?", "Dwadzieścia złotych; powyżej stu pięćdziesięciu złotych nic.",
        "Jak zmienić hasło?", "Proszę wejść w ustawienia konta i wybrać „Bezpieczeństwo”.",
        "Czy przyjmujecie gotówkę?", "Niestety nie. Można płacić kartą albo przelewem.",
        "Co zrobić, gdy towar jest uszkodzony?", "Proszę przysłać zdjęcie, a wyślemy nowy w ciągu tygodnia.",
        "Czy można przyjść z dzieckiem?", "Oczywiście, dzieci poniżej sześciu lat wchodzą bezpłatnie.",
    )),
    Language("Czech", CENTRAL, (
        "Otázka", "Odpověď",
        "Kdy máte otevřeno?", "Každý všední den od devíti do šesti, v sobotu jen do poledne.",
        "Jak mohu změnit objednávku?", "V přehledu objednávek, dokud zásilka neopustila náš sklad.",
        "Kolik stojí vrácení zboží?", "Nic, štítek najdete přiložený v balíčku.",
        "Kde najdu zákaznické číslo?", "Nahoře na každé faktuře, hned nad vaší adresou.",
        "Můžu platit až při převzetí?", "Ano, hotově i kartou; účtujeme třicet korun navíc.",
        "Co když přijde rozbitý?", "Pošlete nám fotku a my vám do týdne doručíme jiný.",
        "Smí se s sebou vzít pes?", "Na zahradu ano, dovnitř kvůli kuchyni bohužel ne.",
        "Jak ukončím smlouvu?", "Stačí krátký dopis; skončí s koncem příštího měsíce.",
    )),
    Language("Hungarian", CENTRAL, (
        "Kérdés", "Válasz",
        "Mikor vannak nyitva?", "Hétköznap kilenctől hatig, szombaton délig, vasárnap zárva tartunk.",
        "Módosíthatom még a rendelést?", "Igen, amíg a csomag el nem hagyta a raktárt, a fiókjában.",
        "Mennyibe kerül a visszaküldés?", "Önnek semmibe; a címkét a dobozban találja.",
        "Hol látom az ügyfélszámomat?", "Minden számla tetején, közvetlenül a lakcím fölött.",
        "Lehet készpénzzel is fizetni?", "Sajnos nem, csak kártyával vagy átutalással.",
        "Mi történik, ha törötten érkezik?", "Küldjön egy képet, és egy héten belül küldünk egy újat.",
        "Jöhet a kutyám is?", "A kertbe igen, a konyhába viszont nem engedjük be.",
        "Hogyan mondhatom föl a szerződést?", "Egy rövid levéllel; a következő hónap végén szűnik meg.",
    )),
    Language("Croatian", CENTRAL, (
        "Pitanje", "Odgovor",
        "Kada ste otvoreni?", "Svaki radni dan od devet do šest, subotom samo do podneva.",
        "Mogu li još promijeniti narudžbu?", "Možete, sve dok pošiljka nije napustila skladište.",
        "Koliko košta povrat?", "Ništa; naljepnicu ćete naći u paketu, već plaćenu.",
        "Gdje je moj korisnički broj?", "Na vrhu svakog računa, odmah iznad vaše adrese.",
        "Što ako stigne oštećeno?", "Pošaljite sliku, a mi ćemo poslati novo u roku od tjedan dana.",
        "Smijem li dovesti psa?", "U dvorište smijete, u kuhinju nažalost ne.",
        "Tko će mi doći u kuću?", "Netko od naših majstora; javit će se večer prije.",
        "Kako mogu otkazati?", "Kratkim pismom; ugovor ističe krajem sljedećeg mjeseca.",
    )),
    Language("Romanian", ("iso8859_16",), (
        "Întrebare", "Răspuns",
        "Când este deschis?", "În fiecare zi lucrătoare, de la nouă la șase; sâmbăta până la prânz.",
        "Pot să schimb comanda?", "Da, cât timp coletul nu a părăsit depozitul nostru.",
        "Cât costă returul?", "Nimic; eticheta o găsiți în cutie, gata plătită.",
        "Unde găsesc numărul de client?", "Sus, pe fiecare factură, chiar înaintea adresei dumneavoastră.",
        "Ce fac dacă ajunge spart?", "Trimiteți o poză și vă expediem altul într-o săptămână.",
        "Acceptați și numerar?", "Din păcate nu, doar carduri și transferuri bancare.",
        "Pot veni și cu câinele?", "În curte da, însă înăuntru, lângă bucătărie, nu.",
        "Cum renunț la abonament?", "Cu o scurtă înștiințare; încetează la sfârșitul lunii următoare.",
    )),
    Language("Romanian with cedillas", ("cp1250", "iso8859_2"), (
        "Întrebare", "Răspuns",
        "Când este deschis?", "În fiecare zi lucrătoare, de la nouă la şase; sâmbăta până la prânz.",
        "Pot să schimb comanda?", "Da, cât timp coletul nu a părăsit depozitul nostru.",
        "Cât costă returul?", "Nimic; eticheta o găsiţi în cutie, gata plătită.",
        "Unde găsesc numărul de client?", "Sus, pe fiecare factură, chiar înaintea adresei dumneavoastră.",
        "Ce fac dacă ajunge spart?", "Trimiteţi o poză şi vă expediem altul într-o săptămână.",
        "Acceptaţi şi numerar?", "Din păcate nu, doar carduri şi transferuri bancare.",
        "Pot veni şi cu câinele?", "În curte da, însă înăuntru, lângă bucătărie, nu.",
        "Cum renunţ la abonament?", "Cu o scurtă înştiinţare; încetează la sfârşitul lunii următoare.",
    )),
    Language("Turkish", ("cp1254", "iso8859_9", "cp857"), (
        "Soru", "Cevap",
        "Ne zaman açıksınız?", "Hafta içi dokuzdan altıya kadar; cumartesi öğlene kadar açığız.",
        "Siparişimi değiştirebilir miyim?", "Evet, paket depodan çıkmadığı sürece hesabınızdan değiştirebilirsiniz.",
        "İade ücretli mi?", "Hayır, ücretsiz; etiketi kutunun içinde bulursunuz.",
        "Müşteri numaram nerede?", "Her faturanın üstünde, adresinizin hemen yanında yazıyor.",
        "Ürün kırık gelirse ne yapmalıyım?", "Bize bir fotoğraf gönderin, bir hafta içinde yenisini yollarız.",
        "Şifremi nasıl yenilerim?", "Ayarlar bölümünde “Güvenlik” düğmesine basın.",
        "Nakit ödeyebilir miyim?", "Maalesef hayır, yalnızca kart veya havale alıyoruz.",
        "Sözleşmeyi nasıl bitiririm?", "Kısa bir yazı yeterli; gelecek ayın sonunda biter.",
    )),
    Language("Vietnamese", ("cp1258",), (
        "Câu hỏi", "Trả lời",
        "Khi nào cửa hàng mở cửa?", "Chúng tôi mở cửa từ thứ hai đến thứ sáu, từ chín giờ sáng đến sáu giờ chiều.",
        "Tôi có thể đổi đơn hàng không?", "Được, miễn là gói hàng chưa rời khỏi kho của chúng tôi.",
        "Phí trả hàng là bao nhiêu?", "Hoàn toàn miễn phí; nhãn trả hàng nằm sẵn trong hộp.",
        "Số khách hàng của tôi ở đâu?", "Ở đầu mỗi hóa đơn, ngay phía trên địa chỉ của bạn.",
        "Nếu hàng bị vỡ thì sao?", "Hãy gửi một tấm ảnh, chúng tôi sẽ gửi cái mới trong vòng một tuần.",
        "Tôi có thể trả bằng tiền mặt không?", "Rất tiếc là không, chỉ nhận thẻ hoặc chuyển khoản.",
        "Làm sao để đổi mật khẩu?", "Vào phần cài đặt, chọn “Bảo mật” rồi làm theo hướng dẫn.",
        "Trẻ em có phải mua vé không?", "Trẻ dưới sáu tuổi được vào cửa miễn phí.",
    )),
    Language("Lithuanian", BALTIC, (
        "Klausimas", "Atsakymas",
        "Kada dirbate?", "Darbo dienomis nuo devynių iki šešių, šeštadieniais tik iki vidurdienio.",
        "Ar galiu pakeisti užsakymą?", "Taip, kol siunta dar neišvežta iš mūsų sandėlio.",
        "Kiek kainuoja grąžinimas?", "Nieko; lipduką rasite dėžutėje, jau apmokėtą.",
        "Kur rasti kliento numerį?", "Kiekvienos sąskaitos viršuje, iškart virš jūsų adreso.",
        "Ką daryti, jei prekė sudužusi?", "Atsiųskite nuotrauką, ir per savaitę išsiųsime naują.",
        "Ar priimate grynuosius?", "Deja, ne: tik korteles ir pavedimus.",
        "Kaip pakeisti slaptažodį?", "Nustatymuose pasirinkite „Saugumas“ ir vykdykite žingsnius.",
        "Ar vaikams reikia bilieto?", "Vaikai iki šešerių metų įleidžiami nemokamai.",
    )),
    Language("Latvian", BALTIC, (
        "Jautājums", "Atbilde",
        "Kad esat atvērti?", "Darba dienās no deviņiem līdz sešiem, sestdienās tikai līdz pusdienlaikam.",
        "Vai varu mainīt pasūtījumu?", "Jā, kamēr sūtījums vēl nav izvests no mūsu noliktavas.",
        "Cik maksā atgriešana?", "Neko; uzlīmi jūs atradīsiet kastē, jau apmaksātu.",
        "Kur ir mans klienta numurs?", "Katra rēķina augšā, tieši virs jūsu adreses.",
        "Ko darīt, ja prece ir saplīsusi?", "Atsūtiet attēlu, un nedēļas laikā nosūtīsim jaunu.",
        "Vai pieņemat skaidru naudu?", "Diemžēl nē, tikai kartes un pārskaitījumus.",
        "Kā nomainīt paroli?", "Iestatījumos izvēlieties „Drošība” un izpildiet soļus.",
        "Vai bērniem vajag biļeti?", "Bērni līdz sešiem gadiem tiek ielaisti bez maksas.",
    )),
    Language("Estonian", (*BALTIC, "cp1252", "iso8859_15"), (
        "Küsimus", "Vastus",
        "Millal te avatud olete?", "Tööpäeviti üheksast kuueni, laupäeviti ainult keskpäevani.",
        "Kas ma võin tellimust muuta?", "Jah, kuni pakk ei ole veel meie laost välja läinud.",
        "Mis maksab tagastamine?", "Mitte midagi; sildi leiate karbist, juba tasutud.",
        "Kus on minu kliendinumber?", "Iga arve ülaosas, kohe teie aadressi kohal.",
        "Mida teha, kui kaup on katki?", "Saatke meile pilt, ja nädala jooksul saadame uue.",
        "Kas võtate sularaha?", "Kahjuks mitte, ainult kaarte ja ülekandeid.",
        "Kuidas parooli vahetada?", "Avage seaded, valige „Turvalisus“ ja järgige juhiseid.",
        "Kas lastel on vaja piletit?", "Alla kuueaastased pääsevad sisse tasuta.",
    )),
    Language("Russian", CYRILLIC, (
        "Вопрос", "Ответ",
        "Когда вы открыты?", "По будням с девяти до шести, по субботам только до полудня.",
        "Можно ли изменить заказ?", "Да, пока посылка ещё не покинула наш склад.",
        "Сколько стоит возврат?", "Ничего; наклейку вы найдёте в коробке, она уже оплачена.",
        "Где мой номер клиента?", "Вверху каждого счёта, прямо над вашим адресом.",
        "Что делать, если товар разбит?", "Пришлите фотографию, и мы за неделю отправим новый.",
        "Вы принимаете наличные?", "К сожалению, нет, только карты и переводы.",
        "Как сменить пароль?", "Откройте настройки, выберите раздел безопасности и следуйте шагам.",
        "Нужен ли детям билет?", "Дети до шести лет проходят бесплатно.",
    )),
    Language("Ukrainian", ("cp1251", "koi8_u", "iso8859_5"), (
        "Питання", "Відповідь",
        "Коли ви відчинені?", "У будні з дев'ятої до шостої, у суботу лише до полудня.",
        "Чи можна змінити замовлення?", "Так, поки посилка ще не залишила наш склад.",
        "Скільки коштує повернення?", "Нічого; наліпку ви знайдете в коробці, її вже оплачено.",
        "Де мій номер клієнта?", "Угорі кожного рахунку, просто над вашою адресою.",
        "Що робити, якщо товар розбитий?", "Надішліть світлину, і ми за тиждень відправимо новий.",
        "Ви приймаєте готівку?", "На жаль, ні, лише картки та перекази.",
        "Як змінити пароль?", "Відкрийте налаштування, оберіть розділ безпеки й виконайте кроки.",
        "Чи потрібен дітям квиток?", "Діти до шести років проходять безкоштовно, їхні батьки ні.",
    )),
    Language("Bulgarian", ("cp1251", "iso8859_5", "cp866"), (
        "Въпрос", "Отговор",
        "Кога сте отворени?", "В делнични дни от девет до шест, в събота само до обяд.",
        "Мога ли да променя поръчката?", "Да, докато пратката не е напуснала нашия склад.",
        "Колко струва връщането?", "Нищо; етикета ще намерите в кутията, вече платен.",
        "Къде е клиентският ми номер?", "Най-горе на всяка фактура, точно над вашия адрес.",
        "Какво да правя, ако стоката е счупена?", "Изпратете снимка и до седмица ще изпратим нова.",
        "Приемате ли пари в брой?", "За съжаление не, само карти и преводи.",
        "Как се сменя паролата?", "Отворете настройките, изберете сигурност и следвайте стъпките.",
        "Трябва ли билет за децата?", "Деца под шест години влизат безплатно.",
    )),
    Language("Greek", ("cp1253", "iso8859_7"), (
        "Ερώτηση", "Απάντηση",
        "Πότε είστε ανοιχτά?", "Τις καθημερινές από τις εννέα έως τις έξι, το Σάββατο μόνο ως το μεσημέρι.",
        "Μπορώ να αλλάξω την παραγγελία?", "Ναι, όσο το δέμα δεν έχει φύγει από την αποθήκη μας.",
        "Πόσο κοστίζει η επιστροφή?", "Τίποτα· την ετικέτα θα τη βρείτε στο κουτί, ήδη πληρωμένη.",
        "Πού είναι ο αριθμός πελάτη?", "Στο πάνω μέρος κάθε τιμολογίου, ακριβώς πάνω από τη διεύθυνσή σας.",
        "Τι κάνω αν φτάσει σπασμένο?", "Στείλτε μια φωτογραφία και σε μία εβδομάδα θα έχετε άλλο.",
        "Δέχεστε μετρητά?", "Δυστυχώς όχι, μόνο κάρτες και εμβάσματα.",
        "Πώς αλλάζω τον κωδικό?", "Ανοίξτε τις ρυθμίσεις, επιλέξτε «Ασφάλεια» και ακολουθήστε τα βήματα.",
        "Άλλο εισιτήριο για τα παιδιά?", "Τα παιδιά κάτω των έξι ετών μπαίνουν δωρεάν.",
    )),
    Language("Hebrew", ("cp1255", "iso8859_8"), (
        "שאלה", "תשובה",
        "מתי אתם פתוחים?", "בימי חול מתשע עד שש, וביום שישי רק עד הצהריים.",
        "האם אפשר לשנות את ההזמנה?", "כן, כל עוד החבילה לא יצאה מהמחסן שלנו.",
        "כמה עולה ההחזרה?", "שום דבר; את המדבקה תמצאו בתוך הקופסה.",
        "איפה מספר הלקוח שלי?", "בראש כל חשבונית, ממש מעל הכתובת שלכם.",
        "מה עושים אם המוצר שבור?", "שלחו לנו תמונה ותוך שבוע נשלח מוצר חדש.",
        "האם אתם מקבלים מזומן?", "לצערנו לא, רק כרטיסים והעברות.",
        "איך מחליפים סיסמה?", "פתחו את ההגדרות, בחרו באבטחה ומלאו את השלבים.",
        "האם ילדים צריכים כרטיס?", "ילדים מתחת לגיל שש נכנסים בחינם.",
    )),
    Language("Arabic", ("cp1256", "iso8859_6"), (
        "سؤال", "جواب",
        "متى تفتحون؟", "من التاسعة صباحا حتى السادسة مساء في أيام العمل، ونغلق يوم الجمعة.",
        "هل يمكنني تغيير الطلب؟", "نعم، ما دامت الشحنة لم تغادر المخزن بعد.",
        "كم تكلفة الإرجاع؟", "لا شيء، ستجدون الملصق داخل الصندوق.",
        "أين أجد رقم العميل؟", "في أعلى كل فاتورة، فوق العنوان مباشرة.",
        "ماذا أفعل إذا وصل المنتج مكسورا؟", "أرسلوا لنا صورة وسنرسل منتجا جديدا خلال أسبوع.",
        "هل تقبلون الدفع نقدا؟", "للأسف لا، نقبل البطاقات والتحويلات فقط.",
        "كيف أغير كلمة المرور؟", "افتحوا الإعدادات واختاروا الأمان ثم اتبعوا الخطوات.",
        "هل يحتاج الأطفال إلى تذكرة؟", "الأطفال دون السادسة يدخلون مجانا.",
    )),
    Language("Thai", ("cp874",), (
        "คำถาม", "คำตอบ",
        "ร้านเปิดกี่โมง?", "วันจันทร์ถึงวันศุกร์ เปิดเก้าโมงเช้าถึงหกโมงเย็น วันเสาร์เปิดถึงเที่ยง",
        "เปลี่ยนคำสั่งซื้อได้ไหม?", "ได้ค่ะ ตราบใดที่พัสดุยังไม่ออกจากคลังสินค้าของเรา",
        "ค่าส่งคืนเท่าไร?", "ไม่มีค่าใช้จ่าย ป้ายส่งคืนอยู่ในกล่องแล้ว",
        "หมายเลขลูกค้าอยู่ที่ไหน?", "อยู่ด้านบนของใบแจ้งหนี้ทุกใบ เหนือที่อยู่ของคุณ",
        "ถ้าสินค้าแตกต้องทำอย่างไร?", "ส่งรูปถ่ายมาให้เรา แล้วเราจะส่งชิ้นใหม่ภายในหนึ่งสัปดาห์",
        "รับเงินสดไหม?", "ขออภัย รับเฉพาะบัตรและการโอนเงินเท่านั้น",
        "เปลี่ยนรหัสผ่านอย่างไร?", "เปิดการตั้งค่า เลือกความปลอดภัย แล้วทำตามขั้นตอน",
        "เด็กต้องซื้อตั๋วไหม?", "เด็กอายุต่ำกว่าหกปีเข้าฟรี",
    )),
    Language("Chinese", ("gbk", "gb18030"), (
        "问题", "答案",
        "你们几点开门？", "工作日早上九点到下午六点，周六只开到中午。",
        "我还能修改订单吗？", "可以，只要包裹还没有离开我们的仓库。",
        "退货要多少钱？", "不收费，退货标签已经放在盒子里。",
        "客户编号在哪里？", "在每张发票的上方，就在您的地址旁边。",
        "收到的商品坏了怎么办？", "请发一张照片，我们会在一周内寄出新的。",
        "可以付现金吗？", "很抱歉，只能刷卡或者转账。",
        "怎样修改密码？", "打开设置，选择安全，然后按照步骤操作。",
        "小孩需要买票吗？", "六岁以下的儿童免费入场。",
    )),
    Language("Chinese of Taiwan", ("big5",), (
        "問題", "回答",
        "你們幾點開門？", "平日早上九點到下午六點，週六只開到中午。",
        "我還能修改訂單嗎？", "可以，只要包裹還沒有離開我們的倉庫。",
        "退貨要多少錢？", "不收費，退貨標籤已經放在盒子裡。",
        "客戶編號在哪裡？", "在每張發票的上方，就在您的地址旁邊。",
        "收到的商品壞了怎麼辦？", "請傳一張照片，我們會在一週內寄出新的。",
        "可以付現金嗎？", "很抱歉，只能刷卡或者轉帳。",
        "怎樣修改密碼？", "打開設定，選擇安全，然後按照步驟操作。",
        "小孩需要買票嗎？", "六歲以下的兒童免費入場。",
    )),
    Language("Japanese", ("cp932", "euc_jp", "iso2022_jp"), (
        "質問", "回答",
        "営業時間を教えてください。", "平日は午前九時から午後六時まで、土曜日は正午までです。",
        "注文を変更できますか？", "はい、荷物が倉庫を出る前であれば変更できます。",
        "返品の送料はいくらですか？", "無料です。返品用のラベルは箱の中に入っています。",
        "お客様番号はどこにありますか？", "請求書の上の方、ご住所のすぐ上に書いてあります。",
        "届いた商品が壊れていました。", "写真を送ってください。一週間以内に新しいものを送ります。",
        "現金で払えますか？", "申し訳ありません、カードか振り込みだけです。",
        "パスワードを変えるには？", "設定を開き、セキュリティを選んで、手順に従ってください。",
        "子供にもチケットが必要ですか？", "六歳未満のお子様は無料で入れます。",
    )),
    Language("Korean", ("cp949", "euc_kr"), (
        "질문", "답변",
        "언제 문을 여나요?", "평일은 오전 아홉 시부터 오후 여섯 시까지, 토요일은 정오까지입니다.",
        "주문을 바꿀 수 있나요?", "네, 상품이 창고에서 나가기 전이라면 가능합니다.",
        "반품 비용은 얼마인가요?", "무료입니다. 반품 스티커는 상자 안에 들어 있습니다.",
        "고객 번호는 어디에 있나요?", "모든 청구서의 위쪽, 주소 바로 위에 있습니다.",
        "상품이 깨져서 왔어요. 어떻게 하죠?", "사진을 보내 주시면 일주일 안에 새 상품을 보내 드립니다.",
        "현금으로 낼 수 있나요?", "죄송하지만 카드와 계좌 이체만 받습니다.",
        "비밀번호는 어떻게 바꾸나요?", "설정을 열고 보안을 선택한 다음 안내를 따르세요.",
        "아이도 표가 필요한가요?", "여섯 살 미만 어린이는 무료로 들어갑니다.",
    )),
)
# fmt: on


_TYPED = str.maketrans("„“”’–«»", '"""\'-""')
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def typed(text: str, encoding: str) -> str:
    """Without typographic quotes where the encoding, ISO's or DOS', has none."""
    return (
        text.translate(_TYPED)
        if encoding.startswith(("iso8859", "cp4", "cp8")) and encoding != "cp874"
        else text
    )


def encoded(text: str, encoding: str) -> bytes:
    """Windows-1258 has the tones of Vietnamese as signs of their own, behind the letters."""
    if encoding != "cp1258":
        return text.encode(encoding)
    parts: list[str] = []
    for letter in text:
        spread = unicodedata.normalize("NFD", letter)
        toneless = unicodedata.normalize("NFC", "".join(sign for sign in spread if sign not in _TONES))
        parts.append(toneless + "".join(sign for sign in spread if sign in _TONES))
    return "".join(parts).encode(encoding)
