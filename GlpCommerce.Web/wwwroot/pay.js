// The only script that speaks to Stripe's. It has run against a stand-in of Stripe.js, never against the real one.
// Where Stripe.js is missing or does not load its field, the form goes to Stripe's own page, as it does without script.
(() => {
  const place = document.querySelector('[data-stripe-key]');
  if (!place || !window.Stripe) return;
  const form = place.closest('form');
  const button = form.querySelector('button.btn');
  const problem = document.getElementById('pay-e');
  const stripe = Stripe(place.dataset.stripeKey);

  const say = text => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  const busy = isBusy => {
    button.disabled = isBusy;
    button.toggleAttribute('aria-busy', isBusy);
  };

  // One step that asks Stripe something, then sends the form; whatever goes wrong is said beside the field.
  const step = ask => async event => {
    event.preventDefault();
    say('');
    busy(true);
    try {
      const error = await ask();
      if (!error) return form.submit();
      say(error.message || place.dataset.failed);
    } catch {
      say(place.dataset.failed);
    }
    busy(false);
  };

  if (place.dataset.secret) {
    // A "no" of the bank's is an answer too: the order's page says why, and offers another way to pay.
    form.addEventListener('submit', step(async () => { await stripe.handleNextAction({ clientSecret: place.dataset.secret }); }));
    return;
  }

  const style = getComputedStyle(document.documentElement);
  const token = name => style.getPropertyValue(name).trim();
  const elements = stripe.elements({
    mode: 'payment',
    amount: Number(place.dataset.amount),
    currency: place.dataset.currency,
    appearance: { variables: { colorPrimary: token('--strong'), colorText: token('--ink'), colorBackground: token('--paper'), colorDanger: token('--error'), borderRadius: '8px' } },
  });
  form.addEventListener('total', event => elements.update({ amount: event.detail }));
  const field = elements.create('payment');
  const onPage = shown => {
    place.hidden = !shown;
    document.getElementById('pay-hosted').hidden = shown;
  };
  const submit = step(async () => {
    const checked = await elements.submit();
    if (checked.error) return checked.error;
    const made = await stripe.createConfirmationToken({ elements });
    if (made.error) return made.error;
    form.elements.payment.value = made.confirmationToken.id;
  });
  const leave = () => {
    form.removeEventListener('submit', submit);
    onPage(false);
    busy(false);
  };
  // A frame that is kept away need not say so. One that is there may take its time: a wallet asks the payer.
  const patience = setTimeout(leave, 20000);
  field.on('ready', () => clearTimeout(patience));
  field.on('loaderror', leave);
  onPage(true);
  field.mount(place);
  form.addEventListener('submit', submit);
})();
