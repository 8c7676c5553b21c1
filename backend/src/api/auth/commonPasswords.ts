/**
 * The passwords of eight characters and more that every guesser tries first, lower case, from the public lists of leaked ones
 * (https://github.com/danielmiessler/SecLists, Passwords/Common-Credentials). Shorter ones are refused by their length.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  12345678 123456789 1234567890 123123123 87654321 987654321 0987654321 11111111 111111111 1111111111 00000000 000000000
  88888888 99999999 77777777 66666666 55555555 22222222 33333333 44444444 12341234 12121212 11223344 112233445566 12344321
  123454321 1234554321 123321123 1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 qwertyui qwertyuiop qwerty12
  qwerty123 qwerty1234 qwerty12345 qwerty123456 qwer1234 qwert123 qwert1234 asdfghjk asdfghjkl asdf1234 asdfasdf zxcvbnm1
  zxcvbnm123 zaq12wsx zaq1xsw2 !qaz2wsx 1qazxsw2 qazwsxedc qazwsx123 1qaz2wsx3edc abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4
  aa123456 aaaaaaaa a1234567 a12345678 a123456789 abc123456 abc123abc asd123456 zxc123456 q1234567 1234qwer 123456qwerty
  123qweasd 123qweasdzxc 12qwaszx 1234abcd 123456ab 123456aa 123abc123 12345abc 123456abc 12345qwert 1234567a 12345678a
  123456789a 987654321a 147258369 159753456 741852963 789456123 789456123a 321654987 963852741 159357456 123698745 102030405060
  password passw0rd p@ssw0rd p@ssword pa$$word pa$$w0rd passwort password! password1 password2 password3 password12 password123
  password1234 password12345 passw0rd1 passw0rd123 p@ssw0rd1 p@ssw0rd123 p@ssword123 password01 password11 password99 1password
  mypassword newpassword thepassword passwordpassword password1! password123! letmein1 letmein123 letmeinnow welcome1 welcome12
  welcome123 welcome1! welcome2 changeme changeme1 changeme123 changeit admin123 admin1234 admin12345 admin123456 administrator
  adminadmin adminpassword rootroot root1234 rootpassword superuser superadmin secret123 secretpassword topsecret default1
  defaultpassword guest123 test1234 test12345 test123456 testtest testtest1 testing1 testing123 tester123 temp1234 temppass
  temporary iloveyou iloveyou1 iloveyou2 iloveyou! iloveme1 ilovegod lovelove loveyou1 loveme123 mylove123 sunshine sunshine1
  princess princess1 football football1 baseball baseball1 basketball softball1 soccer123 hockey123 superman superman1 batman123
  spiderman starwars startrek pokemon1 pokemon123 minecraft computer computer1 internet internet1 michelle michelle1 jennifer
  jennifer1 jessica1 jonathan danielle victoria alexander christopher christian benjamin elizabeth samantha charlie1 michael1
  jordan23 liverpool liverpool1 chelsea1 arsenal1 manchester barcelona realmadrid juventus mercedes porsche1 corvette mustang1
  ferrari1 lamborghini yamaha123 kawasaki harley123 whatever whatever1 trustno1 dragon123 dragonball monkey123 shadow123
  master123 killer123 hunter123 buster123 butterfly chocolate chocolate1 strawberry midnight midnight1 december november
  september1 summer123 winter123 spring123 autumn123 summer2023 summer2024 summer2025 winter2023 winter2024 winter2025
  monday123 freedom1 freedom123 blink182 nirvana1 metallica metallica1 slipknot1 eminem123 creative letmein! access14 access123
  security security1 samsung1 samsung123 microsoft google123 facebook facebook1 linkedin twitter1 youtube1 iphone123 android1
  windows1 windows10 linux123 database server123 postgres postgres1 postgresql oracle123 mysql123 company1 company123 business
  office123 manager1 manager123 employee student1 student123 teacher1 school123 college1 university hello123 hello1234 hellohello
  helloworld hello1234! goodbye1 happy123 family123 mother123 father123 brother1 sister12 babygirl babygirl1 beautiful gorgeous
  sweetheart angel123 heaven123 jesuschrist jesus123 christ123 blessed1 maverick scorpion panther1 gangster cowboys1 lakers24
  yankees1 steelers packers1 patriots rangers1 redskins eagles123 marlboro budweiser november1 alexandra alejandro francisco
  fernando gabriel1 nicholas stephanie katherine patricia veronica valentina carolina isabella anthony1 matthew1 jackson1
  thomas123 robert123 william1 richard1 patrick1 nicole123 ashley123 amanda123 charlotte 1234567890a 1234567890q qwertyuiop1
  qwertyuiop123 asdfghjkl1 asdfghjkl123 zxcvbnmasdfghjkl 1111aaaa aaaa1111 abcd12345 abcabc123 abc123!@# 123456!@# 1234!@#$
  !@#$%^&* !@#$1234 1234567! 12345678! 123456789! 1234567890! pass1234 pass12345 pass123456 passpass mypass123 user1234 user12345
  username1 login123 logmein1 openopen opensesame
  `
    .trim()
    .split(/\s+/),
);
