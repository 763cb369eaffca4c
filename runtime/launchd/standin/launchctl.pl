# Stands for launchctl(1) of macOS in tests, as launchctl.ts does, but starts in a fraction of the time: there are thousands
# of calls. Where launchd does not answer, the other one starts it. Never ships.
use strict;
use warnings;
use IO::Socket::UNIX;

sub other { exec($ENV{STAND_IN_NODE}, $ENV{STAND_IN_SOURCE}, @ARGV) or die "no Node: $!" }

sub quoted {
  my ($text) = @_;
  $text =~ s/(["\\])/\\$1/g;
  $text =~ s/([\x00-\x1f])/sprintf('\\u%04x', ord($1))/ge;
  return "\"$text\"";
}

my $socket = IO::Socket::UNIX->new(Peer => "$ENV{STAND_IN_FOLDER}/launchd.sock") or other();
$SIG{PIPE} = 'IGNORE';
print {$socket} '{"plain":true,"args":[', join(',', map { quoted($_) } @ARGV), "]}\n" or other();
$socket->flush();
my $reply = do { local $/; <$socket> };
other() unless defined $reply && $reply =~ /^(\d+) (\d+)\n/;
my ($code, $length, $from) = ($1, $2, $+[0]);
print STDOUT substr($reply, $from, $length);
print STDERR substr($reply, $from + $length);
exit $code;
